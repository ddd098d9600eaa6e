import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Signed in the key of each client (RFC 8489 §9.2.2); a browser takes whichever it is sent. */
export const REALM = 'parley';
const NONCE_S = 3600;

/** The holder of a credential. */
export interface Holder {
  /** Only holders of one group reach each other: the legs of one call. */
  group: string;
  /** Who takes part: counted, limited and ended as one. */
  member: string;
}

export interface Credential {
  username: string;
  credential: string;
}

/**
 * A name and a password for a while, which need not be stored: the password is an HMAC of the name (draft-uberti-behave-turn-rest-00,
 * as coturn has it).
 *
 * @param expires in seconds since 1970
 */
export function issueCredential(secret: string, { group, member }: Holder, expires: number): Credential {
  const username = `${expires}:${group}:${member}`;
  return { username, credential: passwordOf(secret, username) };
}

const passwordOf = (secret: string, username: string): string =>
  createHmac('sha1', secret).update(username).digest('base64');

/** @returns what a client with this name signs its requests with */
export const keyOf = (secret: string, username: string): Buffer =>
  createHash('md5')
    .update(`${username}:${REALM}:${passwordOf(secret, username)}`)
    .digest();

/** @returns the holder a user name was issued to; undefined for one that has expired or is malformed */
export function holderOf(username: string, nowS: number): Holder | undefined {
  const [, expires = '', group = '', member = ''] =
    /^(\d{1,12}):([\w-]{1,64}):([\w-]{1,64})$/.exec(username) ?? [];
  return Number(expires) > nowS && group !== '' ? { group, member } : undefined;
}

/** Nonces that need not be stored: a time and its HMAC. A recorded request is of no use an hour later. */
export class Nonces {
  private readonly key = randomBytes(16);
  /** @param nowS seconds since 1970 */
  constructor(private readonly nowS: () => number) {}

  create(): string {
    const time = Math.floor(this.nowS()).toString(16).padStart(8, '0');
    return time + this.mac(time);
  }

  isFresh(nonce: string): boolean {
    if (!/^[0-9a-f]{24}$/.test(nonce)) return false;
    const time = nonce.slice(0, 8);
    const age = this.nowS() - parseInt(time, 16);
    return timingSafeEqual(Buffer.from(this.mac(time)), Buffer.from(nonce.slice(8))) && age < NONCE_S;
  }

  private mac(time: string): string {
    return createHmac('sha1', this.key).update(time).digest('hex').slice(0, 16);
  }
}
