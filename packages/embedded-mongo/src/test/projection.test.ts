import { Binary, Decimal128, Double, Int32, Long, ObjectId, serialize } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileBytesProjection } from '../query/projection.bytes.js';
import { compileProjection } from '../query/projection.js';
import type { Doc } from '../query/values.js';
import { documentBytes, parseDocument } from '../storage/documents.js';

const names = ['_id', 'n', 'text', 'größe', '名', 'nested', '_ids', '__proto', 'a b'];
const some = fc.subarray(names);

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(
      new Int32(7),
      new Double(0.5),
      Long.fromNumber(2 ** 40),
      Decimal128.fromString('1.50'),
      new ObjectId('65a000000000000000000001'),
      new Binary(Buffer.from([0, 1, 2])),
      new Date(0),
      null,
      true,
      'wörter 🎉',
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.record({ n: tie('value'), _id: tie('value') }),
  ),
}));

const document = some.chain((chosen) => fc.record(Object.fromEntries(chosen.map((name) => [name, value]))));
const kept = fc.constantFrom<unknown>(true, new Int32(1));
const dropped = fc.constantFrom<unknown>(false, new Int32(0));
const projection = fc
  .tuple(some, fc.boolean())
  .chain(([chosen, keeps]) =>
    fc.record(
      Object.fromEntries(
        chosen.map((name) => [name, name === '_id' ? fc.oneof(kept, dropped) : keeps ? kept : dropped]),
      ),
    ),
  );

describe('a projection that cuts the bytes', () => {
  it('gives what the other gives, whatever is in the document', () => {
    fc.assert(
      fc.property(document, projection, (doc, spec) => {
        const bytes = Buffer.from(serialize(doc));
        const cut = compileBytesProjection(spec);
        expect(cut).toBeDefined();
        if (Object.keys(spec).length === 0) return;
        const plainly = documentBytes(compileProjection(spec)(parseDocument(bytes)));
        expect(cut?.(bytes).equals(plainly)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves what it cannot do to the other', () => {
    const others: Doc[] = [
      { 'a.b': new Int32(1) },
      { a: { $slice: new Int32(1) } },
      { a: '$b' },
      { a: new Int32(1), b: new Int32(0) },
    ];
    for (const spec of others) expect(compileBytesProjection(spec)).toBeUndefined();
  });
});
