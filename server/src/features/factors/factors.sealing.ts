import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { refusal } from '@parley/shared/refusals';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';

/** Lengths of AES-GCM in bytes. Source: NIST SP 800-38D, 5.2.1.1 and 5.2.1.2. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A separate key: what is made for one purpose must not be valid for another. */
const keyOf = perServer(({ secrets }) =>
  createHmac('sha256', secrets.accessToken).update('second factors').digest(),
);

/**
 * Encrypts the secret of a factor: a copy of the database alone does not give it away.
 * @param userId part of what is authenticated: moved to another account it cannot be read
 */
export function seal(server: Server, userId: string, secret: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(server), iv).setAAD(Buffer.from(userId));
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, text, cipher.getAuthTag()]).toString('base64url');
}

/** Decrypts a secret. @throws conflict when the server's key is another one than when it was stored */
export function unseal(server: Server, userId: string, sealed: string): string {
  try {
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', keyOf(server), bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    }).setAAD(Buffer.from(userId));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const text = bytes.subarray(IV_BYTES, -TAG_BYTES);
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
  } catch (error) {
    server.log.error({ err: error, userId }, 'the key of an authenticator app cannot be decrypted');
    throw refusal('factors.unreadable');
  }
}
