import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Server } from './context.js';
import { perServer } from './perServer.js';

/** Lengths of AES-GCM in bytes. Source: NIST SP 800-38D, 5.2.1.1 and 5.2.1.2. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts what is stored, so that a copy of the database alone does not give it away. */
export interface Sealing {
  /** @param place part of what is authenticated: moved to another place it cannot be read */
  seal: (server: Server, place: string, secret: string) => string;
  /** @throws Error when the server's key is another one than when it was stored, or the place is */
  unseal: (server: Server, place: string, sealed: string) => string;
}

/** @param purpose has a key of its own, derived from the server's: what is made for one is not valid for another */
export function sealingFor(purpose: string): Sealing {
  const keyOf = perServer(({ secrets }) =>
    createHmac('sha256', secrets.accessToken).update(purpose).digest(),
  );
  return {
    seal(server, place, secret) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyOf(server), iv).setAAD(Buffer.from(place));
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, text, cipher.getAuthTag()]).toString('base64url');
    },
    unseal(server, place, sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', keyOf(server), bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      }).setAAD(Buffer.from(place));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = bytes.subarray(IV_BYTES, -TAG_BYTES);
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
    },
  };
}
