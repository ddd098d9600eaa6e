import { expect } from 'vitest';
import type { ChainState, DeviceEntry, EntryKind, Signer } from '../e2ee.ts';
import { altered, present, refused, type Api, type Law } from './law.ts';

/** A person who signs entries: each device and recovery key by its name. */
export class Owner {
  readonly entries: DeviceEntry[] = [];
  readonly signers = new Map<string, Signer>();

  constructor(
    private readonly api: Api,
    readonly userId = 'ada',
  ) {}

  private async keysFor(kind: EntryKind, deviceId: string) {
    const { api } = this;
    const random = async () => api.toBase64url((await api.newSigner()).publicKey);
    const isNew = kind === 'start' || kind === 'add' || kind === 'reset' || kind === 'recovery';
    const signer = isNew ? await api.newSigner() : null;
    if (signer !== null) this.signers.set(deviceId, signer);
    return {
      mlsKey: isNew && kind !== 'recovery' ? await random() : null,
      messageKey: signer === null ? null : api.toBase64url(signer.publicKey),
      accountKey:
        kind === 'accountKey' || kind === 'start'
          ? api.toBase64url((await api.newAgreementKeys()).publicKey)
          : null,
    };
  }

  /** Makes the next entry without taking it in. */
  async next(
    kind: EntryKind,
    deviceId: string,
    by: string,
    change: Partial<DeviceEntry> = {},
  ): Promise<DeviceEntry> {
    const last = this.entries.at(-1);
    const keys = await this.keysFor(kind, deviceId);
    const prev = last === undefined ? null : await this.api.hashOfEntry(last);
    const entry = {
      userId: this.userId,
      n: (last?.n ?? -1) + 1,
      prev,
      kind,
      deviceId,
      ...keys,
      by,
      at: 1,
      ...change,
    };
    return await this.api.signEntry(entry, this.signers.get(by) ?? (await this.api.newSigner()));
  }

  async take(
    kind: EntryKind,
    deviceId: string,
    by: string,
    change: Partial<DeviceEntry> = {},
  ): Promise<this> {
    this.entries.push(await this.next(kind, deviceId, by, change));
    return this;
  }

  verify(pin: { n: number; head: string } | null = null): Promise<ChainState> {
    return this.api.verifyChain(this.userId, this.entries, pin);
  }
}

/** A chain with an entry of each kind but a reset: d1 and d2 are devices, d3 was one, r1 is the recovery key. */
export async function fullChain(api: Api): Promise<Owner> {
  const owner = new Owner(api);
  await owner.take('start', 'd1', 'd1');
  await owner.take('recovery', 'r1', 'd1');
  await owner.take('add', 'd2', 'd1');
  await owner.take('add', 'd3', 'r1');
  await owner.take('accountKey', 'd2', 'd2');
  await owner.take('revoke', 'd3', 'd2');
  return owner;
}

const refusals = [
  'malformed',
  'bad_signature',
  'chain_fork',
  'chain_signer',
  'chain_entry',
  'weak_key',
] as const;

/** What must hold of chains of devices. */
export const chainLaws: Law[] = [
  {
    name: 'a chain gives the devices, the recovery key and the account key of now',
    holds: async (api) => {
      const owner = await fullChain(api);
      const chain = await owner.verify();
      expect(api.activeDevices(chain).map(({ deviceId }) => deviceId)).toEqual(['d1', 'd2']);
      expect(chain.devices.get('d3')).toMatchObject({ since: 3, until: 5 });
      expect(chain.recovery?.deviceId).toBe('r1');
      expect(api.accountKeyOf(chain)).toEqual({ n: 4, publicKey: present(owner.entries[4]).accountKey });
      expect(chain.accountKeys).toHaveLength(2);
      expect([chain.n, chain.head, chain.root]).toEqual([
        5,
        await api.hashOfEntry(present(owner.entries[5])),
        await api.hashOfEntry(present(owner.entries[0])),
      ]);
    },
  },
  {
    name: 'each changed field of each entry is refused',
    holds: async (api) => {
      const { entries } = await fullChain(api);
      for (const [i, entry] of entries.entries())
        for (const name of Object.keys(entry)) {
          const bent = { ...entry, [name]: altered(entry[name as keyof DeviceEntry]) };
          await refused(api.verifyChain('ada', entries.with(i, bent)), ...refusals);
          // And as the last one, where no later entry goes on from its hash.
          await refused(api.verifyChain('ada', [...entries.slice(0, i), bent]), ...refusals);
        }
      const owned = entries.map((entry) => ({ ...entry, userId: 'eve' }));
      await refused(api.verifyChain('eve', owned.slice(0, 1)), 'bad_signature');
      const renamed = entries.slice(0, 3).with(2, { ...present(entries[2]), deviceId: 'd4' });
      await refused(api.verifyChain('ada', renamed), 'bad_signature');
    },
  },
  {
    name: 'an entry that is left out, twice, or in another place is a fork',
    holds: async (api) => {
      const { entries } = await fullChain(api);
      for (let i = 1; i < entries.length - 1; i += 1)
        await refused(api.verifyChain('ada', entries.toSpliced(i, 1)), 'chain_fork');
      await refused(api.verifyChain('ada', entries.toSpliced(2, 0, present(entries[1]))), 'chain_fork');
      await refused(
        api.verifyChain('ada', entries.with(2, present(entries[3])).with(3, present(entries[2]))),
        'chain_fork',
      );
      await refused(api.verifyChain('ada', entries.slice(1)), 'chain_entry');
      await refused(api.verifyChain('bo', entries), 'chain_entry');
      await refused(api.verifyChain('ada', []), 'malformed');
    },
  },
  {
    name: 'an entry that names another before it is a fork, rightly signed or not',
    holds: async (api) => {
      const owner = await fullChain(api);
      const other = api.toBase64url(api.randomBytes(32));
      const chain = await owner.verify();
      for (const change of [{ prev: other }, { prev: null }, { n: 5 }, { n: 7 }, { n: 0 }])
        await refused(
          api.extendChain('ada', chain, await owner.next('add', 'd4', 'd1', change)),
          'chain_fork',
        );
    },
  },
  {
    name: 'a chain that is shorter than it was, or another where it was pinned, is noticed',
    holds: async (api) => {
      const owner = await fullChain(api);
      const { n, head } = await owner.verify();
      const chain = await (await owner.take('add', 'd4', 'd1')).verify({ n, head });
      api.requirePin(chain, { n: 0, head: chain.root });
      await refused(api.verifyChain('ada', owner.entries.slice(0, 3), { n, head }), 'chain_rollback');
      await refused(api.verifyChain('ada', [], { n, head }), 'chain_rollback');
      const fork = await fullChain(api);
      await refused(fork.verify({ n, head }), 'chain_fork');
      // Of the same start, and rightly signed: two ends, of which each contact may see one.
      const first = owner.entries.slice(0, 5);
      owner.entries.length = 5;
      await owner.take('add', 'd5', 'd2');
      await refused(owner.verify({ n, head }), 'chain_fork');
      expect(owner.entries.slice(0, 5)).toEqual(first);
    },
  },
  {
    name: 'only a device of now or the recovery key of now may sign',
    holds: async (api) => {
      const owner = await fullChain(api);
      const chain = await owner.verify();
      const foreign = await fullChain(api);
      for (const [name, signer] of foreign.signers) owner.signers.set(`foreign ${name}`, signer);
      for (const by of ['d3', 'foreign d1', 'foreign r1', 'd4'])
        await refused(api.extendChain('ada', chain, await owner.next('add', 'd4', by)), 'chain_signer');
      // The names of the right signer under the signature of a foreign one.
      for (const by of ['d1', 'r1']) {
        owner.signers.set(by, present(foreign.signers.get(by)));
        await refused(api.extendChain('ada', chain, await owner.next('add', 'd4', by)), 'bad_signature');
      }
    },
  },
  {
    name: 'a new recovery key takes the place of the former, which signs no more; a revoked one neither',
    holds: async (api) => {
      const owner = await (await fullChain(api)).take('recovery', 'r2', 'r1');
      const chain = await owner.verify();
      expect(chain.recovery?.deviceId).toBe('r2');
      await refused(api.extendChain('ada', chain, await owner.next('add', 'd4', 'r1')), 'chain_signer');
      await api.extendChain('ada', chain, await owner.next('add', 'd4', 'r2'));
      const without = await (await owner.take('revoke', 'r2', 'd1')).verify();
      expect(without.recovery).toBeNull();
      await refused(api.extendChain('ada', without, await owner.next('add', 'd5', 'r2')), 'chain_signer');
    },
  },
  {
    name: 'names and keys are taken once, also those of former devices',
    holds: async (api) => {
      const owner = await (await fullChain(api)).take('recovery', 'r2', 'd1');
      const chain = await owner.verify();
      const [first] = owner.entries;
      const taken = [
        ['add', 'd3', {}],
        ['add', 'r1', {}],
        ['add', 'd4', { messageKey: present(first).messageKey }],
        ['add', 'd4', { mlsKey: present(first).mlsKey }],
        ['add', 'd4', { mlsKey: present(first).messageKey }],
        ['recovery', 'r3', { messageKey: present(owner.entries[1]).messageKey }],
        ['recovery', 'd3', {}],
        ['accountKey', 'd1', { accountKey: present(first).accountKey }],
        ['revoke', 'd3', {}],
        ['revoke', 'd9', {}],
        ['accountKey', 'd2', {}],
      ] as const;
      for (const [kind, deviceId, change] of taken) {
        await refused(
          api.extendChain('ada', chain, await owner.next(kind, deviceId, 'd1', change)),
          'chain_entry',
        );
      }
      const same = await owner.next('add', 'd4', 'd1');
      const twice = await api.signEntry(
        { ...same, mlsKey: same.messageKey },
        present(owner.signers.get('d1')),
      );
      await refused(api.extendChain('ada', chain, twice), 'chain_entry');
    },
  },
  {
    name: 'an entry has the keys of its kind, no others, and none that is weak',
    holds: async (api) => {
      const owner = await fullChain(api);
      const chain = await owner.verify();
      const key = api.toBase64url((await api.newAgreementKeys()).publicKey);
      const weak = api.toBase64url(new Uint8Array(32));
      const wrong = [
        ['add', 'd4', { mlsKey: null }],
        ['add', 'd4', { messageKey: null }],
        ['add', 'd4', { accountKey: key }],
        ['recovery', 'r3', { mlsKey: key }],
        ['revoke', 'd2', { messageKey: key }],
        ['accountKey', 'd1', { accountKey: null }],
        ['add', 'd4', { messageKey: weak }],
        ['add', 'd4', { mlsKey: weak }],
        ['accountKey', 'd1', { accountKey: weak }],
        ['add', '', {}],
        ['nonsense' as EntryKind, 'd4', {}],
        ['toString' as EntryKind, 'd4', {}],
      ] as const;
      for (const [kind, deviceId, change] of wrong)
        await refused(
          api.extendChain('ada', chain, await owner.next(kind, deviceId, 'd1', change)),
          'malformed',
          'weak_key',
        );
      await refused(api.extendChain('ada', chain, await owner.next('start', 'd4', 'd1')), 'chain_entry');
    },
  },
  {
    name: 'a reset ends everything before it, begins another root, and is seen',
    holds: async (api) => {
      const owner = await fullChain(api);
      const before = await owner.verify();
      const chain = await (await owner.take('reset', 'd9', 'd9')).verify({ n: before.n, head: before.head });
      expect(api.activeDevices(chain).map(({ deviceId }) => deviceId)).toEqual(['d9']);
      expect([chain.recovery, api.accountKeyOf(chain), chain.resets]).toEqual([null, null, [6]]);
      expect(chain.root).toBe(chain.head);
      for (const by of ['d1', 'd2', 'r1'])
        await refused(api.extendChain('ada', chain, await owner.next('add', 'd4', by)), 'chain_signer');
      owner.signers.set('d8', present(owner.signers.get('d1')));
      await refused(api.extendChain('ada', chain, await owner.next('reset', 'd8', 'd9')), 'chain_signer');
      const bo = new Owner(api, 'bo');
      const other = await (await bo.take('start', 'b1', 'b1')).verify();
      const [then, now] = [await api.safetyNumber(before, other), await api.safetyNumber(chain, other)];
      expect(then.digits).not.toBe(now.digits);
      expect(then.digits).toMatch(/^(\d{5} ){11}\d{5}$/);
      expect(await api.safetyNumber(other, before)).toEqual(then);
      expect(await api.safetyNumber(await fullChain(api).then((one) => one.verify()), other)).not.toEqual(
        then,
      );
    },
  },
];
