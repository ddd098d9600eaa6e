import { isIPv4 } from 'node:net';
import { attribute } from './message.js';
import { COOKIE, FAMILY } from './protocol.js';

export interface Address {
  /** IPv4 in dots, or IPv6. */
  address: string;
  port: number;
}

/** The prefix of an IPv4 client's address on a dual-stack socket. */
const MAPPED = '::ffff:';

/** @returns the same client with one address on every socket */
export const plainAddress = ({ address, port }: Address): Address => {
  const plain = address.toLowerCase().startsWith(MAPPED) ? address.slice(MAPPED.length) : address;
  return { address: isIPv4(plain) ? plain : address, port };
};

/** Eight groups of an IPv6 address as 16 bytes. */
function bytesOfV6(address: string): Buffer {
  const bytes = Buffer.alloc(16);
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const groups = (part: string): string[] => part.split(':').filter((group) => group !== '');
  const before = groups(head);
  const after = groups(tail ?? '');
  before.forEach((group, i) => bytes.writeUInt16BE(parseInt(group, 16), 2 * i));
  after.forEach((group, i) => bytes.writeUInt16BE(parseInt(group, 16), 16 - 2 * (after.length - i)));
  return bytes;
}

const xored = (bytes: Buffer, transaction: Buffer): Buffer => {
  const mask = Buffer.alloc(16);
  mask.writeUInt32BE(COOKIE);
  transaction.copy(mask, 4);
  return Buffer.from(bytes.map((byte, i) => byte ^ (mask[i] ?? 0)));
};

/**
 * An address as an attribute, XORed so that no router on the way rewrites it (RFC 8489 §14.2).
 *
 * @param transaction of its message
 */
export function addressAttribute(type: number, { address, port }: Address, transaction: Buffer): Buffer {
  const v4 = isIPv4(address);
  const head = Buffer.alloc(4);
  head[1] = v4 ? FAMILY.v4 : FAMILY.v6;
  head.writeUInt16BE(port ^ (COOKIE >>> 16), 2);
  const bytes = v4 ? Buffer.from(address.split('.').map(Number)) : bytesOfV6(address);
  return attribute(type, Buffer.concat([head, xored(bytes, transaction)]));
}

/** @returns the address of an attribute; undefined unless it is one of IPv4: all relayed addresses are */
export function readV4Address(value: Buffer, transaction: Buffer): Address | undefined {
  if (value.length !== 8 || value[1] !== FAMILY.v4) return undefined;
  const bytes = xored(value.subarray(4), transaction);
  return { address: bytes.join('.'), port: value.readUInt16BE(2) ^ (COOKIE >>> 16) };
}
