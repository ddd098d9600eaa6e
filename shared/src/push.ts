import { z } from 'zod';
import { objectId } from './ids.js';

/** A browser's push subscription, as of `PushSubscription.toJSON()`. */
export const pushSubscriptionInput = z.strictObject({
  endpoint: z.url().max(1000),
  expirationTime: z.number().nullable().optional(),
  keys: z.strictObject({ p256dh: z.string().min(1).max(200), auth: z.string().min(1).max(100) }),
});
export type PushSubscriptionInput = z.infer<typeof pushSubscriptionInput>;

export const pushEndpointInput = z.strictObject({ endpoint: z.url().max(1000) });

export const pushKey = z.strictObject({ publicKey: z.string() });

/** Why a message did or did not notify on one device. */
export const ringEntry = z.strictObject({
  at: z.iso.datetime(),
  roomId: objectId,
  seq: z.number().int(),
  /** `rang`, `failed`, or the reason of `notify.ts`. */
  verdict: z.string(),
});
export type RingEntry = z.infer<typeof ringEntry>;
export const ringLog = z.strictObject({ entries: z.array(ringEntry) });

/** The payload of a push, for the service worker. */
export type PushPayload =
  | { kind: 'message'; roomId: string; seq: number; title: string; body: string }
  /** The new text of a message that was pushed: updates its notification if that is still shown, and notifies nowhere. */
  | { kind: 'edited'; roomId: string; seq: number; title: string; body: string }
  /** A message that was pushed is deleted: its notification is closed. */
  | { kind: 'deleted'; roomId: string; seq: number }
  /** A call rings, until this time. `decline` is a token that can decline it and nothing else. */
  | {
      kind: 'call';
      roomId: string;
      callId: string;
      title: string;
      body: string;
      until: string;
      decline: string;
    }
  /** It rings no more here: its notification is closed, or says that it was missed. */
  | { kind: 'callOver'; roomId: string; callId: string; missed?: { title: string; body: string } }
  | { kind: 'read'; roomId: string }
  | { kind: 'test'; title: string; body: string };

/** What came of a test push to one browser. */
const pushTest = z.strictObject({
  /** The host of its push service. */
  service: z.string(),
  outcome: z.enum(['sent', 'gone', 'failed']),
  /** What the service answered; null when it could not be reached. */
  status: z.number().int().nullable(),
});
export type PushTest = z.infer<typeof pushTest>;
export const pushTests = z.strictObject({ devices: z.array(pushTest) }).meta({ id: 'PushTests' });
