import { createHmac, timingSafeEqual } from 'node:crypto';
import { ATTRIBUTE, COOKIE } from './protocol.js';

const HEADER = 20;
/** An attribute's header and the 20 bytes of HMAC-SHA1. */
const INTEGRITY = 24;

/** A message of STUN (RFC 8489 §5). */
export interface Message {
  type: number;
  /** 12 bytes that pair an answer with its request. */
  transaction: Buffer;
  /** What stands before the integrity, in order; one type may come several times. */
  attributes: { type: number; value: Buffer }[];
  /** The message as received, and where its integrity begins. */
  raw: Buffer;
  integrityAt: number | undefined;
}

/** @returns the first attribute of a type */
export const attributeOf = ({ attributes }: Message, type: number): Buffer | undefined =>
  attributes.find((one) => one.type === type)?.value;

/**
 * @param bytes a datagram
 * @returns undefined for whatever is no well-formed message of STUN
 */
export function parseMessage(bytes: Buffer): Message | undefined {
  if (bytes.length < HEADER || (bytes[0] ?? 0) > 3 || bytes.readUInt32BE(4) !== COOKIE) return undefined;
  const end = HEADER + bytes.readUInt16BE(2);
  if (end !== bytes.length || end % 4 !== 0) return undefined;
  const message: Message = {
    type: bytes.readUInt16BE(0),
    transaction: bytes.subarray(8, HEADER),
    attributes: [],
    raw: bytes,
    integrityAt: undefined,
  };
  for (let at = HEADER; at < end;) {
    const type = bytes.readUInt16BE(at);
    const length = bytes.readUInt16BE(at + 2);
    const next = at + 4 + padded(length);
    if (next > end) return undefined;
    message.attributes.push({ type, value: bytes.subarray(at + 4, at + 4 + length) });
    // What follows is not covered by it, and must be ignored (RFC 8489 §14.5).
    if (type === ATTRIBUTE.integrity) {
      if (length !== INTEGRITY - 4) return undefined;
      message.integrityAt = at;
      break;
    }
    at = next;
  }
  return message;
}

/** @returns whether the message was signed with this key */
export function isSignedWith(message: Message, key: Buffer): boolean {
  const { raw, integrityAt } = message;
  const signature = attributeOf(message, ATTRIBUTE.integrity);
  if (integrityAt === undefined || signature === undefined) return false;
  const signed = Buffer.from(raw.subarray(0, integrityAt));
  signed.writeUInt16BE(integrityAt - HEADER + INTEGRITY, 2);
  return timingSafeEqual(sign(signed, key), signature);
}

/**
 * @param key signs the message; without one it is not signed
 * @returns a datagram
 */
export function writeMessage(type: number, transaction: Buffer, attributes: Buffer[], key?: Buffer): Buffer {
  const length = attributes.reduce((sum, { length: own }) => sum + own, key ? INTEGRITY : 0);
  const header = Buffer.alloc(HEADER);
  header.writeUInt16BE(type, 0);
  header.writeUInt16BE(length, 2);
  header.writeUInt32BE(COOKIE, 4);
  transaction.copy(header, 8);
  const message = Buffer.concat([header, ...attributes]);
  return key ? Buffer.concat([message, attribute(ATTRIBUTE.integrity, sign(message, key))]) : message;
}

/** @returns an attribute with its header, padded to four bytes */
export function attribute(type: number, value: Buffer | string): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  const whole = Buffer.alloc(4 + padded(bytes.length));
  whole.writeUInt16BE(type, 0);
  whole.writeUInt16BE(bytes.length, 2);
  bytes.copy(whole, 4);
  return whole;
}

/** @returns an attribute that is a number of four bytes */
export function numberAttribute(type: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return attribute(type, bytes);
}

const padded = (length: number): number => (length + 3) & ~3;
const sign = (bytes: Buffer, key: Buffer): Buffer => createHmac('sha1', key).update(bytes).digest();
