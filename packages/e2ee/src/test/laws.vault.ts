import { expect } from 'vitest';
import { altered, present, refused, type Api, type Law } from './law.ts';

const changed = <T extends object>(object: T, name: string): T => ({
  ...object,
  [name]: altered(object[name as keyof T]),
});

async function vaultOf(api: Api) {
  const recovery = { kind: 'recovery' as const, id: 'w1', secret: api.newRecoveryKey() };
  const passkey = { kind: 'passkey' as const, id: 'w1', secret: api.randomBytes(32) };
  const root = api.newVaultRoot();
  const ways = await Promise.all([recovery, passkey].map((secret) => api.wayOf('ada', root, secret)));
  const content = {
    root,
    accountKeys: [{ n: 0, privateKey: api.toBase64url(api.randomBytes(32)) }],
    recovery: { deviceId: 'r1', seed: api.toBase64url(api.randomBytes(32)) },
    ways,
  };
  const vault = await api.sealVault({ userId: 'ada', generation: 1, content });
  return { recovery, passkey, content, vault };
}

/** What must hold of the vault and of recovery keys. */
export const vaultLaws: Law[] = [
  {
    name: 'each way opens the vault, a wrong secret, name, kind or person does not',
    holds: async (api) => {
      const { recovery, passkey, content, vault } = await vaultOf(api);
      for (const way of [recovery, passkey])
        expect((await api.openVault('ada', vault, way)).content).toEqual(content);
      const wrong = [
        { ...recovery, secret: api.newRecoveryKey() },
        { ...recovery, secret: passkey.secret },
        { ...recovery, id: 'p1' },
        { ...recovery, kind: 'passkey' as const },
      ];
      for (const way of wrong) await refused(api.openVault('ada', vault, way), 'wrong_key');
      await refused(api.openVault('bo', vault, recovery), 'wrong_key');
      await refused(api.openVault('ada', vault, { ...recovery, secret: new Uint8Array(8) }), 'malformed');
    },
  },
  {
    name: 'each changed field of the vault and of its wraps is refused',
    holds: async (api) => {
      const { recovery, vault } = await vaultOf(api);
      for (const name of ['generation', 'salt', 'box'])
        await refused(api.openVault('ada', changed(vault, name), recovery), 'wrong_key', 'malformed');
      for (const name of ['salt', 'enc', 'box', 'anchor', 'id', 'kind']) {
        const wraps = vault.wraps.map((wrap) => changed(wrap, name));
        await refused(api.openVault('ada', { ...vault, wraps }, recovery), 'wrong_key', 'malformed');
      }
    },
  },
  {
    name: 'a server that knows only the public halves cannot make a vault that opens',
    holds: async (api) => {
      const { recovery, content } = await vaultOf(api);
      const forged = { ...content, root: api.newVaultRoot() };
      const vault = await api.sealVault({ userId: 'ada', generation: 2, content: forged });
      await refused(api.openVault('ada', vault, recovery), 'wrong_key');
    },
  },
  {
    name: 'an older vault is noticed, and one that a way was removed from does not open by it',
    holds: async (api) => {
      const { recovery, passkey, content, vault } = await vaultOf(api);
      const open = await api.openVault('ada', vault, recovery);
      const next = await api.renewVault(open, {
        ways: content.ways.filter(({ kind }) => kind === 'recovery'),
      });
      expect((await api.openVault('ada', next, recovery, 2)).generation).toBe(2);
      await refused(api.openVault('ada', vault, recovery, 2), 'chain_rollback');
      await refused(api.openVault('ada', next, passkey), 'wrong_key');
      const slipped = {
        ...next,
        wraps: [...next.wraps, ...vault.wraps.filter(({ kind }) => kind === 'passkey')],
      };
      await refused(api.openVault('ada', slipped, passkey), 'wrong_key');
      // A way that the server adds is not sealed to: those in the box count.
      const added = { ...vault, wraps: [...vault.wraps, { ...present(vault.wraps[0]), id: 'server' }] };
      expect((await api.openVault('ada', added, recovery)).content.ways).toEqual(content.ways);
      await refused(api.renewVault(open, { ways: [] }), 'malformed');
    },
  },
  {
    name: 'two vaults share neither salt nor box, and nothing of them is in clear',
    holds: async (api) => {
      const { content, vault } = await vaultOf(api);
      const again = await api.sealVault({ userId: 'ada', generation: 1, content });
      expect(again.salt).not.toBe(vault.salt);
      expect(again.box.slice(0, 20)).not.toBe(vault.box.slice(0, 20));
      const text = JSON.stringify(vault);
      for (const secret of [content.root, content.recovery.seed, present(content.accountKeys[0]).privateKey])
        expect(text).not.toContain(secret);
    },
  },
  {
    name: 'a recovery key is read in any case, with any spaces and dashes, with O, I and L, in Arabic digits',
    holds: async (api) => {
      for (let i = 0; i < 40; i += 1) {
        const key = api.newRecoveryKey();
        const text = await api.writeRecoveryKey(key);
        expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
        const forms = [
          text,
          text.toLowerCase(),
          text.replaceAll('-', ''),
          ` ${text.replaceAll('-', ' \u2013\u00a0')}\n`,
          text.replaceAll('0', 'o').replaceAll('1', 'l'),
          text.replaceAll('1', 'I'),
          text.replace(/[0-9]/g, (digit) => String.fromCharCode(0x660 + Number(digit))),
          text.replace(/[0-9]/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
        ];
        for (const form of forms) expect(await api.parseRecoveryKey(form)).toEqual({ ok: true, key });
      }
    },
  },
  {
    name: 'a mistyped recovery key is noticed, and it says how',
    holds: async (api) => {
      const text = await api.writeRecoveryKey(new Uint8Array(16).fill(7));
      let missed = 0;
      for (let i = 0; i < text.length; i += 1) {
        if (text[i] === '-') continue;
        for (const other of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
          if (other === text[i]) continue;
          const parsed = await api.parseRecoveryKey(text.slice(0, i) + other + text.slice(i + 1));
          if (parsed.ok) missed += 1;
          else expect(parsed.reason).toBe('check');
        }
      }
      // Twelve bits of check: 868 mistakes, of which one in 4096 passes.
      expect(missed).toBeLessThanOrEqual(2);
      expect(await api.parseRecoveryKey(text.slice(1))).toEqual({ ok: false, reason: 'length', length: 27 });
      expect(await api.parseRecoveryKey(`${text}0`)).toMatchObject({ reason: 'length', length: 29 });
      expect(await api.parseRecoveryKey(`u${text}`)).toEqual({
        ok: false,
        reason: 'character',
        character: 'U',
        at: 0,
      });
      expect(await api.parseRecoveryKey('')).toMatchObject({ reason: 'length' });
    },
  },
];
