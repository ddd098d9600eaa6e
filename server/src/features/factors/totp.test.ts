import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { codeAt, newSecret, stepOf, uriOf } from './totp.js';

/** Mulberry32: the same numbers for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 6238 once more, with Node's HMAC. */
function reference(secret: string, step: number): string {
  const bits = [...secret].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac.readUInt8(19) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

describe('codes of authenticator apps', () => {
  it('are those of RFC 6238, appendix B', async () => {
    // "12345678901234567890" in base32; six digits of the eight there.
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    for (const [seconds, code] of [
      [59, '287082'],
      [1111111109, '081804'],
      [1111111111, '050471'],
      [1234567890, '005924'],
      [2000000000, '279037'],
    ] as const)
      expect(await codeAt(secret, seconds * 1000)).toBe(code);
  });

  it('are valid one step before and after, at any moment of a step, and no further', async () => {
    const random = seeded(27);
    for (let round = 0; round < 100; round++) {
      const secret = newSecret();
      const step = 50_000_000 + Math.floor(random() * 10_000_000);
      const now = step * 30_000 + Math.floor(random() * 30_000);
      for (const away of [-3, -2, -1, 0, 1, 2, 3]) {
        const code = reference(secret, step + away);
        const near = [-1, 0, 1].map((other) => reference(secret, step + other));
        const found = await stepOf(secret, code, now);
        if (Math.abs(away) <= 1) expect(found, `${secret} ${now} ${away}`).toBeDefined();
        else if (!near.includes(code)) expect(found, `${secret} ${now} ${away}`).toBeUndefined();
        if (found !== undefined) expect(reference(secret, found)).toBe(code);
      }
    }
  });

  it('are named so that an app shows them, whatever the names hold', () => {
    const uri = uriOf('GEZDGNBV', { issuer: 'Our: chat & more', label: 'a:b' });
    expect(new URL(uri).searchParams.get('issuer')).toBe('Our  chat & more');
    expect(decodeURIComponent(new URL(uri).pathname)).toContain('Our  chat & more:a b');
  });
});
