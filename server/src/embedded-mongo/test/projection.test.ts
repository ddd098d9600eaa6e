import { seeded } from '@parley/shared/random';
import { Binary, Decimal128, Double, Int32, Long, ObjectId, serialize } from 'bson';
import { describe, expect, it } from 'vitest';
import { compileBytesProjection } from '../query/projection.bytes.js';
import { compileProjection } from '../query/projection.js';
import type { Doc } from '../query/values.js';
import { documentBytes, parseDocument } from '../storage/documents.js';

const names = ['_id', 'n', 'text', 'größe', '名', 'nested', '_ids', '__proto', 'a b'];
const seed = Math.floor(Math.random() * 2 ** 31);
const random = seeded(seed);
const oneOf = <T>(list: T[]): T => list[Math.floor(random() * list.length)] as T;

const value = (depth = 0): unknown =>
  oneOf([
    () => new Int32(Math.floor(random() * 100)),
    () => new Double(random()),
    () => Long.fromNumber(2 ** 40),
    () => Decimal128.fromString('1.50'),
    () => new ObjectId(),
    () => new Binary(Buffer.from([0, 1, 2])),
    () => new Date(0),
    () => null,
    () => true,
    () => 'wörter 🎉',
    () => (depth > 2 ? '' : [value(depth + 1), value(depth + 1)]),
    () => (depth > 2 ? '' : { n: value(depth + 1), _id: value(depth + 1) }),
  ])();

const some = (): string[] => names.filter(() => random() < 0.5);

describe('a projection that cuts the bytes', () => {
  it('gives what the other gives, whatever is in the document', () => {
    let cuts = 0;
    for (let round = 0; round < 3000; round++) {
      const bytes = Buffer.from(serialize(Object.fromEntries(some().map((name) => [name, value()]))));
      const keeps = random() < 0.5;
      const spec: Doc = Object.fromEntries(
        some().map((name) => [
          name,
          (name === '_id' ? random() < 0.5 : keeps)
            ? oneOf([true, new Int32(1)])
            : oneOf([false, new Int32(0)]),
        ]),
      );
      const cut = compileBytesProjection(spec);
      if (!cut || Object.keys(spec).length === 0) continue;
      cuts += 1;
      const plainly = documentBytes(compileProjection(spec)(parseDocument(bytes)));
      expect(cut(bytes).equals(plainly), `seed ${seed}, round ${round}, ${JSON.stringify(spec)}`).toBe(true);
    }
    expect(cuts).toBeGreaterThan(1000);
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
