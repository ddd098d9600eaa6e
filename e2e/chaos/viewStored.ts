import type { Stored } from './checker';

/**
 * A document of the database, as the checker compares it.
 *
 * @param records the client ids of the messages of calls: the server writes them for those who have started one
 */
export const viewStored = (doc: Record<string, unknown>, records: ReadonlySet<string>): Stored => {
  const history = doc['history'] as { text: string }[];
  return {
    messageId: String(doc['_id']),
    roomId: String(doc['roomId']),
    authorId: String(doc['authorId']),
    clientId: String(doc['clientId']),
    seq: Number(doc['seq']),
    rev: Number(doc['rev']),
    revs: doc['revs'] as number[],
    text: String(doc['text']),
    firstText: history[0]?.text ?? String(doc['text']),
    deleted: doc['deletedAt'] !== null,
    notice: doc['notice'] !== null || records.has(String(doc['clientId'])),
  };
};
