import { z } from 'zod';
import { callPart } from './calls/call.js';
import { pollPart } from './polls/poll.js';

/**
 * What a message has besides text and files, by the feature it belongs to. A kind is one line here, one in `partTexts.ts`,
 * and a component in the feature's screens; the message, its routes and `MessageBody` are independent of kinds.
 * A part is stored as it is sent, so that reading a page of messages needs no further query.
 */
export const messagePart = z.discriminatedUnion('kind', [pollPart, callPart]);
export type MessagePart = z.infer<typeof messagePart>;
export type PartKind = MessagePart['kind'];
/** The part of one kind. */
export type PartOf<Kind extends PartKind> = Extract<MessagePart, { kind: Kind }>;
