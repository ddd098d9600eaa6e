import type { Server } from '../../platform/context.js';
import type { Log } from '../../platform/log.js';
import type { SearchIndexer } from './search.index.js';

/** What others may ask of the search. @param found has its indexer, which is made after the server that it belongs to */
export const searchDoor = (found: { indexer?: SearchIndexer }, log: Log): Server['search'] => ({
  settled: async (roomIds) => found.indexer?.settled(roomIds),
  catchUp: async () =>
    found.indexer
      ?.catchUp()
      .catch((error: unknown) => log.warn({ err: error }, 'the search could not be caught up')),
  forgetAuthor: async (userId) => (await found.indexer?.forgetAuthor(userId)) ?? false,
});
