import type { EventPayload } from '@parley/shared/events';
import { draftsForgotten } from '../features/drafts/drafts';
import { unfinishedForgotten } from '../features/drafts/unfinished';
import type { Storage } from '../platform/storage';
import { t } from '../text/text';
import { keep } from './kept';

/** What the next one to look at this browser is told of a session that ended by itself. */
export const endings: Record<EventPayload<'session:ended'>['reason'], string | undefined> = {
  signed_out: undefined,
  revoked: t('session.revoked'),
  password_changed: t('session.passwordChanged'),
  deactivated: t('session.deactivated'),
};

/** Whoever leaves waits no longer for the server or a push service, in ms. */
const PATIENCE_MS = 3000;

/** Waits for something, but not for long. */
export const orSoon = (work: Promise<unknown> | undefined): Promise<unknown> =>
  Promise.race([work, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);

/**
 * Nothing of whoever was here stays in this browser but what they have said and not sent yet. What one has read stays in none
 * one has left.
 *
 * @returns when it is so; that nobody is signed in is so at once
 */
export function forgetHere(
  storage: Storage | undefined,
  forgetDevice: (() => Promise<void>) | undefined,
): Promise<unknown> {
  keep(undefined);
  draftsForgotten();
  unfinishedForgotten();
  return Promise.all([
    storage?.forgetPages().catch(() => undefined),
    orSoon(forgetDevice?.().catch(() => undefined)),
  ]);
}
