import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { Binary, Int32 } from 'bson';
import { MongoError } from './errors.js';
import type { Doc } from './query/values.js';

/** RFC 5802 with SHA-256 (RFC 7677), as MongoDB's drivers use it. MongoDB's own iteration count. */
const ITERATIONS = 15_000;

export interface Credentials {
  username: string;
  password: string;
}

/** What the server stores of a password: enough to check a proof, not to make one. */
export interface ScramKeys {
  username: string;
  salt: Buffer;
  stored: Buffer;
  server: Buffer;
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const hash = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

/** Takes some milliseconds, so it is done once and not per connection. */
export function deriveKeys({ username, password }: Credentials): ScramKeys {
  const salt = randomBytes(28);
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, ITERATIONS, 32, 'sha256');
  return { username, salt, stored: hash(hmac(salted, 'Client Key')), server: hmac(salted, 'Server Key') };
}

const failed = (): MongoError => new MongoError('BadValue', 'Authentication failed.', { code: 18 });

const parse = (message: string): Map<string, string> =>
  new Map(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));

/** The SCRAM-SHA-256 state of one connection. Until it is authenticated, the connection may only run `hello` and the like. */
export class Scram {
  private clientFirst = '';
  private serverFirst = '';
  authenticated = false;

  constructor(private readonly keys: ScramKeys) {}

  /** `saslStart`. @throws MongoError 18 for another mechanism or user. */
  start(body: Doc): Doc {
    const payload = body['payload'];
    if (body['mechanism'] !== 'SCRAM-SHA-256' || !(payload instanceof Binary)) throw failed();
    this.clientFirst = Buffer.from(payload.value()).toString().replace(/^n,,/, '');
    const fields = parse(this.clientFirst);
    if (fields.get('n') !== this.keys.username) throw failed();
    const nonce = `${fields.get('r') ?? ''}${randomBytes(18).toString('base64')}`;
    this.serverFirst = `r=${nonce},s=${this.keys.salt.toString('base64')},i=${ITERATIONS}`;
    return this.answer(this.serverFirst, false);
  }

  /** `saslContinue`. @throws MongoError 18 for a wrong proof. */
  proceed(body: Doc): Doc {
    const payload = body['payload'];
    if (this.serverFirst === '' || !(payload instanceof Binary)) throw failed();
    // Some drivers send one more request after they are authenticated.
    if (this.authenticated) return this.answer('', true);
    const clientFinal = Buffer.from(payload.value()).toString();
    const fields = parse(clientFinal);
    const proof = Buffer.from(fields.get('p') ?? '', 'base64');
    const withoutProof = clientFinal.slice(0, clientFinal.lastIndexOf(',p='));
    const message = `${this.clientFirst},${this.serverFirst},${withoutProof}`;
    const signature = hmac(this.keys.stored, message);
    if (proof.length !== signature.length || fields.get('r') !== parse(this.serverFirst).get('r'))
      throw failed();
    const clientKey = Buffer.from(proof.map((byte, i) => byte ^ (signature[i] ?? 0)));
    if (!timingSafeEqual(hash(clientKey), this.keys.stored)) throw failed();
    this.authenticated = true;
    return this.answer(`v=${hmac(this.keys.server, message).toString('base64')}`, true);
  }

  private answer(text: string, done: boolean): Doc {
    return { conversationId: new Int32(1), done, payload: new Binary(Buffer.from(text)) };
  }
}
