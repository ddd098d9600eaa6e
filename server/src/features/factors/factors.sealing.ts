import { refusal } from '@parley/shared/refusals';
import type { Server } from '../../platform/context.js';
import { sealingFor } from '../../platform/sealing.js';

const sealing = sealingFor('second factors');

/** Encrypts the secret of a factor, which is good for this person's account alone. */
export const seal = sealing.seal;

/** Decrypts a secret. @throws conflict when the server's key is another one than when it was stored */
export function unseal(server: Server, userId: string, sealed: string): string {
  try {
    return sealing.unseal(server, userId, sealed);
  } catch (error) {
    server.log.error({ err: error, userId }, 'the key of an authenticator app cannot be decrypted');
    throw refusal('factors.unreadable');
  }
}
