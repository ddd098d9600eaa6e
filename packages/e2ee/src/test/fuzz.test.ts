import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as api from '../e2ee.ts';
import { bytesOf, encode, fromBase64url, textOf, toBase64url, type Field } from '../bytes.ts';
import { pad, paddedLength, unpad } from '../padding.ts';
import { fullChain } from './laws.chain.ts';
import { sealedMessage } from './laws.messages.ts';

const seed = 28;
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Uint8Array.from(array));
const field: fc.Arbitrary<Field> = fc.letrec<{ field: Field; list: Field[] }>((tie) => ({
  field: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeNat(),
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.uint8Array({ maxLength: 8 }),
    tie('list'),
  ),
  list: fc.array(tie('field'), { maxLength: 4 }),
})).field;

/** Whether a refusal is one of ours: nothing another sends may end in any other error. */
const isRefusal = (error: unknown): boolean => error instanceof api.E2eeError;

it('encodes different fields into different bytes', () => {
  const known = new Map<string, string>();
  const text = (value: Field): string =>
    JSON.stringify(value, (_, one: unknown) => (one instanceof Uint8Array ? { bytes: [...one] } : one));
  fc.assert(
    fc.property(field, (value) => {
      const code = toBase64url(encode(value));
      expect(known.get(code) ?? text(value)).toBe(text(value));
      known.set(code, text(value));
    }),
    { seed, numRuns: 5_000 },
  );
  expect(() => encode('\ud800')).toThrow(api.E2eeError);
  for (const number of [-1, 0.5, NaN, 2 ** 53]) expect(() => encode(number)).toThrow(api.E2eeError);
  expect(() => encode({} as Field)).toThrow(api.E2eeError);
});

it('reads base64url in one form, texts and paddings back, and refuses everything else as malformed', () => {
  fc.assert(
    fc.property(bytes, (one) => {
      expect(fromBase64url(toBase64url(one))).toEqual(one);
      const padded = pad(one);
      expect(unpad(padded)).toEqual(one);
      expect(padded.length).toBe(paddedLength(one.length + 1));
      expect(paddedLength(padded.length)).toBe(padded.length);
    }),
    { seed, numRuns: 1_000 },
  );
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String(), fc.anything()), (one) => {
      try {
        expect(toBase64url(fromBase64url(one))).toBe(one);
      } catch (error) {
        if (!isRefusal(error)) throw error;
      }
    }),
    { seed, numRuns: 3_000 },
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (one) => {
      expect(textOf(bytesOf(one))).toBe(one);
    }),
    { seed, numRuns: 500 },
  );
  for (let length = 1; length < 200_000; length += 997)
    expect(paddedLength(length) / length).toBeLessThan(length < 2_048 ? 65 : 1.13);
  expect(() => unpad(new Uint8Array(4))).toThrow(api.E2eeError);
  expect(() => unpad(Uint8Array.of(1, 2))).toThrow(api.E2eeError);
});

it('opens no message whose bytes were changed at any place, and fails in no other way', async () => {
  const { sealed, clear, keys } = await sealedMessage(api);
  const place = { roomId: 'r1', authorId: 'ada', clientId: 'c1', version: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(sealed)),
      fc.nat(),
      fc.anything(),
      async (name, at, junk) => {
        const value = sealed[name as keyof typeof sealed];
        const bent =
          typeof value === 'string' && at % 3 > 0
            ? value.slice(0, at % value.length) +
              (value[at % value.length] === 'A' ? 'B' : 'A') +
              value.slice((at % value.length) + 1)
            : junk;
        const forged = { ...sealed, [name]: bent } as typeof sealed;
        const error = await api.openMessage(forged, place, clear, keys).then(
          () => 'opened',
          (reason: unknown) => reason,
        );
        expect(isRefusal(error), String(error)).toBe(true);
      },
    ),
    { seed, numRuns: 2_000 },
  );
});

it('takes no chain with an entry of junk, and fails in no other way', async () => {
  const { entries } = await fullChain(api);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(entries.length - 1),
      fc.constantFrom(...Object.keys(entries[0] ?? {})),
      fc.anything(),
      async (i, name, junk) => {
        const entry = entries[i];
        if (entry === undefined || Object.is(junk, entry[name as keyof typeof entry])) return;
        const error = await api.verifyChain('ada', entries.with(i, { ...entry, [name]: junk })).then(
          () => 'taken',
          (reason: unknown) => reason,
        );
        expect(isRefusal(error), String(error)).toBe(true);
      },
    ),
    { seed, numRuns: 2_000 },
  );
});

it('reads any text as a recovery key or says what is wrong with it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
      const parsed = await api.parseRecoveryKey(text);
      expect(parsed.ok).toBe(false);
    }),
    { seed, numRuns: 1_000 },
  );
});
