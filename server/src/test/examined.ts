import type { Connection, mongo } from 'mongoose';
import type { TestServer } from './startServer.js';

/** A command as it was sent. */
export interface Question {
  command: string;
  question: mongo.Document;
}

/** The parts of a command with a filter, each as a command of its own. */
function questionsOf(command: string, body: mongo.Document): mongo.Document[] {
  const { lsid: _lsid, $db: _db, comment: _comment, txnNumber: _txn, ...question } = body;
  for (const list of ['updates', 'deletes'])
    if (Array.isArray(question[list]))
      return (question[list] as mongo.Document[]).map((one) => ({
        [command]: String(body[command]),
        [list]: [one],
      }));
  return [question];
}

/** The queries on these collections while something is done. */
export async function requested(
  server: TestServer,
  collections: string[],
  work: () => Promise<unknown>,
): Promise<Question[]> {
  const client = server.app.server.connection.getClient();
  const questions: Question[] = [];
  const record = ({ commandName, command }: { commandName: string; command: mongo.Document }): void => {
    if (
      !['find', 'count', 'distinct', 'aggregate', 'update', 'delete', 'findAndModify'].includes(commandName)
    )
      return;
    if (!collections.includes(String(command[commandName]))) return;
    for (const question of questionsOf(commandName, command))
      questions.push({ command: commandName, question });
  };
  client.on('commandStarted', record);
  await work();
  client.off('commandStarted', record);
  return questions;
}

interface Looked {
  totalDocsExamined: number;
  totalKeysExamined: number;
}

/** Every `executionStats` of an explanation: a pipeline has one for each that it is made of. */
function statsIn(published: unknown): Looked[] {
  if (typeof published !== 'object' || published === null) return [];
  return Object.entries(published).flatMap(([name, inner]) =>
    name === 'executionStats' ? [inner as Looked] : statsIn(inner),
  );
}

/** How many documents or index entries, whichever are more, the database examines for a query. */
export async function examined(connection: Connection, question: mongo.Document): Promise<number> {
  const published = await connection.db?.command({ explain: question, verbosity: 'executionStats' });
  const stats = statsIn(published);
  const sum = (field: keyof Looked): number => stats.reduce((all, looked) => all + looked[field], 0);
  return stats.length === 0 ? Infinity : Math.max(sum('totalDocsExamined'), sum('totalKeysExamined'));
}
