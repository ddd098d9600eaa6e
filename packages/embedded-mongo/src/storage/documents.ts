import { deserialize, serialize } from 'bson';
import { MongoError } from '../errors.js';
import type { Doc } from '../query/values.js';

/** MongoDB's limit of one document, in bytes. */
export const MAX_DOCUMENT = 16 * 1024 * 1024;

/** Reads BSON without converting types: int, long, double and decimal stay distinct. */
export const parseDocument = (bytes: Uint8Array): Doc =>
  deserialize(bytes, {
    promoteValues: false,
    promoteBuffers: false,
    bsonRegExp: true,
    validation: { utf8: true },
  });

/** @throws MongoError BSONObjectTooLarge above 16 MiB. */
export function documentBytes(doc: Doc): Buffer {
  let bytes: Uint8Array;
  try {
    bytes = serialize(doc, { ignoreUndefined: true });
  } catch (error) {
    // bson's own buffer is 17 MiB; beyond it, it throws a RangeError.
    if (error instanceof RangeError) throw tooLarge(MAX_DOCUMENT + 1);
    throw error;
  }
  if (bytes.length > MAX_DOCUMENT) throw tooLarge(bytes.length);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const tooLarge = (size: number): MongoError =>
  new MongoError(
    'BSONObjectTooLarge',
    `object to insert too large. size in bytes: ${size}, max size: ${MAX_DOCUMENT}`,
  );
