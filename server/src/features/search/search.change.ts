import type { Server } from '../../platform/context.js';
import { indexerOf } from './search.index.js';

/**
 * Removes what the search has stored of a person's messages, which are deleted already.
 * @returns false when the server stops: it must be repeated
 * @throws Error when the database fails
 */
export const forgetAuthor = (server: Server, userId: string): Promise<boolean> =>
  indexerOf(server).forgetAuthor(userId);

/**
 * Removes what the search has stored of messages before a time that do not exist any more.
 * @returns false when the server stops: it must be repeated
 */
export const forgetMissing = (server: Server, before: Date): Promise<boolean> =>
  indexerOf(server).forgetMissing(before);
