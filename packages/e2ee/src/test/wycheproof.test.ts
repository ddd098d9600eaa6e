import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { concat, type Bytes } from '../bytes.ts';
import { isSigned } from '../ed25519.ts';
import { decryptWith, encryptWith, hkdf } from '../keys.ts';
import { agree } from '../x25519.ts';

const folder = resolve(import.meta.dirname, '../../../../../shared/testdata/wycheproof');

type Vector = Record<string, string> & { tcId: number; flags: string[] };
interface Group {
  [name: string]: unknown;
  tests: Vector[];
}

const groupsOf = (name: string): Group[] =>
  (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { testGroups: Group[] }).testGroups;
const hex = (text: string | undefined): Bytes => Uint8Array.from(Buffer.from(text ?? '', 'hex'));
const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : error);

/** Runs all vectors of a file. @returns how many there were of each result */
async function run(name: string, check: (vector: Vector, group: Group) => Promise<void>) {
  const count: Record<string, number> = {};
  for (const group of groupsOf(name))
    for (const vector of group.tests) {
      const before = expect.getState().assertionCalls;
      await check(vector, group).catch((cause: unknown) => {
        throw new Error(`${name}, test ${vector.tcId}`, { cause });
      });
      if (expect.getState().assertionCalls > before)
        count[String(vector['result'])] = (count[String(vector['result'])] ?? 0) + 1;
    }
  return count;
}

describe.skipIf(!existsSync(folder))("Wycheproof's vectors", () => {
  it('AES-GCM', async () => {
    const count = await run('aes_gcm_test.json', async (vector, { ivSize, tagSize, keySize }) => {
      if (ivSize !== 96 || tagSize !== 128 || keySize === 192) return;
      const [key, iv, msg, aad] = [
        hex(vector['key']),
        hex(vector['iv']),
        hex(vector['msg']),
        hex(vector['aad']),
      ];
      const box = concat(hex(vector['ct']), hex(vector['tag']));
      if (vector['result'] === 'valid') {
        expect(await encryptWith(key, iv, msg, aad)).toEqual(box);
        expect(await decryptWith(key, iv, box, aad)).toEqual(msg);
      } else expect(await decryptWith(key, iv, box, aad).catch(codeOf)).toBe('wrong_key');
    });
    expect((count['valid'] ?? 0) + (count['invalid'] ?? 0)).toBe(133);
  });

  it('HKDF-SHA-256', async () => {
    const count = await run('hkdf_sha256_test.json', async (vector) => {
      const made = hkdf(hex(vector['ikm']), hex(vector['salt']), hex(vector['info']), Number(vector['size']));
      if (vector['result'] === 'valid') expect(await made).toEqual(hex(vector['okm']));
      else await expect(made).rejects.toThrow();
    });
    expect((count['valid'] ?? 0) + (count['invalid'] ?? 0)).toBe(86);
  });

  it('X25519, and what leaves no secret is refused', async () => {
    let zero = 0;
    const count = await run('x25519_test.json', async (vector) => {
      const shared = hex(vector['shared']);
      const agreed = await agree(hex(vector['private']), hex(vector['public'])).catch(codeOf);
      if (shared.some((byte) => byte !== 0)) return expect(agreed).toEqual(shared);
      zero += 1;
      expect(agreed).toBe('weak_key');
    });
    expect(count).toEqual({ valid: 264, acceptable: 254 });
    expect(zero).toBeGreaterThan(20);
  });

  it('Ed25519', async () => {
    const count = await run('ed25519_test.json', async (vector, { publicKey }) => {
      const key = hex((publicKey as { pk: string }).pk);
      expect(await isSigned(key, hex(vector['msg']), hex(vector['sig']))).toBe(vector['result'] === 'valid');
    });
    expect((count['valid'] ?? 0) + (count['invalid'] ?? 0)).toBe(151);
  });
});

it.runIf(!existsSync(folder))("Wycheproof's vectors: skipped, ../shared/testdata is not here", () => {
  console.log(
    "Wycheproof's vectors were skipped: the folder with the test data is not beside this checkout.",
  );
});

it('refuses Ed25519 keys by which one signature fits every text, which the platform takes', async () => {
  // The point of order one: R = [0]B = it, so R with S = 0 is a signature of anything.
  const identity = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0));
  const signature = concat(identity, new Uint8Array(32));
  await expect(isSigned(identity, new Uint8Array(3), signature)).rejects.toMatchObject({ code: 'weak_key' });
  const signed = identity.with(31, 0x80);
  await expect(isSigned(signed, new Uint8Array(3), signature)).rejects.toMatchObject({ code: 'weak_key' });
});
