import { z } from 'zod';
import { pollPart } from './polls/poll.js';

/**
 * What a message carries besides words and files, by the feature it belongs to. A kind is one line here, one in `partTexts.ts`,
 * and a component in the feature's screens; the message, its routes and `MessageBody` know no kind.
 * A part is stored and sent alike, so that nothing has to be looked up when a page of messages is read.
 */
export const messagePart = z.discriminatedUnion('kind', [pollPart]);
export type MessagePart = z.infer<typeof messagePart>;
export type PartKind = MessagePart['kind'];
/** The part of one kind. */
export type PartOf<Kind extends PartKind> = Extract<MessagePart, { kind: Kind }>;
