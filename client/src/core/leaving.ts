import type { EventPayload } from '@parley/shared/events';
import type { Storage } from '../platform/storage';
import type { StoredItem } from '../sync/outbox';
import { t } from './text/first';
import type { CoreOptions } from './coreOptions';
import type { Feature } from './feature';
import { storeSession } from './storedSession';

/** The notice on the sign-in form after a session ended by itself. */
export const endings: Record<EventPayload<'session:ended'>['reason'], string | undefined> = {
  signed_out: undefined,
  revoked: t('session.revoked'),
  password_changed: t('session.passwordChanged'),
  deactivated: t('session.deactivated'),
};

/** How long signing out waits for the server or a push service, in ms. */
const PATIENCE_MS = 3000;

/** Waits for a promise, up to a timeout. */
export const orSoon = (work: Promise<unknown> | undefined): Promise<unknown> =>
  Promise.race([work, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);

/**
 * Clears what this browser stores of the person who signs out: cached pages, drafts, the push device.
 *
 * @param unsent also deletes the messages in the outbox
 * @returns when all is cleared; the session is removed at once
 */
export function forgetHere(
  storage: Storage | undefined,
  unsent: boolean,
  { features, forgetDevice }: CoreOptions,
): Promise<unknown> {
  storeSession(undefined);
  for (const { forgotten } of features) forgotten?.();
  return Promise.all([
    storage?.forgetPages(unsent).catch(() => undefined),
    orSoon(forgetDevice?.().catch(() => undefined)),
  ]);
}

/** Encrypts unsent work. What cannot be encrypted (the code does not load) stays as it is, so that it is not lost. */
export async function sealHere(
  storage: Storage<StoredItem> | undefined,
  storageKey: string | undefined,
  features: readonly Feature[],
): Promise<void> {
  if (!storage || storageKey === undefined) return;
  await import('./unsent').then(({ seal }) => seal(storage, storageKey, features)).catch(() => undefined);
}
