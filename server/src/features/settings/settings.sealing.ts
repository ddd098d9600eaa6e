import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';

/** Lengths of AES-GCM in bytes. Source: NIST SP 800-38D, 5.2.1.1 and 5.2.1.2. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A separate key: what is made for one purpose must not be valid for another. */
const keyOf = perServer(({ secrets }) =>
  createHmac('sha256', secrets.accessToken).update('settings').digest(),
);

/**
 * Encrypts a secret setting: a copy of the database alone does not give it away.
 * @param place section and field, part of what is authenticated: as another setting it cannot be read
 */
export function sealSetting(server: Server, place: string, secret: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(server), iv).setAAD(Buffer.from(place));
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, text, cipher.getAuthTag()]).toString('base64url');
}

/** Decrypts a secret setting. @throws Error when the server's key is another one than when it was stored */
export function unsealSetting(server: Server, place: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(server), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  }).setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = bytes.subarray(IV_BYTES, -TAG_BYTES);
  return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
}
