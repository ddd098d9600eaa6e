import type { Connection } from 'mongoose';
import { dropCollections } from '../../platform/dropData.js';
import type { Migration } from '../../platform/migrations.js';

/** The collections of the index, which is derived from the messages. The cursors first: without them the index is rebuilt, whatever is left of it. */
const searchIndex = [
  ...['cursors', 'docs', 'words', 'segments', 'postings', 'blocks', 'vocabularies', 'stamps'],
].map((kind) => `search${kind}`);

const makeAnew = (connection: Connection): Promise<void> => dropCollections(connection, searchIndex);

export const searchMigrations: readonly Migration[] = [
  {
    version: 3,
    name: 'the search is made anew',
    run: (connection) => dropCollections(connection, ['searchcursors', 'searchdocs', 'searchwords']),
  },
  {
    version: 4,
    name: 'the search finds parts of words by their use, and is made anew from what was said first',
    run: makeAnew,
  },
  {
    version: 6,
    name: 'the search knows emoji, words with signs and vowel signs, and is made anew',
    run: makeAnew,
  },
  {
    version: 8,
    name: 'the search knows words by where they are said, and is made anew',
    run: makeAnew,
  },
  {
    version: 13,
    name: 'leases of all jobs are in one place',
    run: (connection) => dropCollections(connection, ['searchleases']),
  },
];
