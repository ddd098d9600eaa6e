import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';
import bcrypt from 'bcrypt';
import type { Response, Test } from 'supertest';
import { vi } from 'vitest';
import type { TestServer } from './startServer.js';

/** What a request has cost until its answer was written. On a busy machine its time would not be reliable. */
export interface Work {
  /** Rounds of bcrypt, over all comparisons. */
  rounds: number;
  /** Commands of the database, in their order: what is done, and to which collection. */
  commands: string[];
}

/** The request in which something runs: jobs, and what others have left to do, run outside of it. */
const within = new AsyncLocalStorage<object>();
const READS_AND_WRITES = new Set([
  'find',
  'aggregate',
  'count',
  'insert',
  'update',
  'delete',
  'findAndModify',
]);

/** Sends a request, and counts its work until the answer is written: what is done afterwards cannot delay it. */
export async function workOf(
  { app }: TestServer,
  send: () => Test,
): Promise<{ answer: Response; work: Work }> {
  const compare = vi.spyOn(bcrypt, 'compare');
  const commands: string[] = [];
  const own = {};
  let done = false;
  const started = ({ commandName, command }: { commandName: string; command: object }): void => {
    const collection = String((command as Record<string, unknown>)[commandName]);
    if (!done && within.getStore() === own && READS_AND_WRITES.has(commandName))
      commands.push(`${commandName} ${collection}`);
  };
  const requested = (_request: IncomingMessage, response: ServerResponse): void => {
    within.enterWith(own);
    const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
    response.end = (...given: unknown[]) => {
      done = true;
      return end(...given);
    };
  };
  const client = app.server.connection.getClient();
  client.on('commandStarted', started);
  app.http.prependListener('request', requested);
  try {
    const answer = await send();
    const rounds = compare.mock.calls.reduce((sum, [, hash]) => sum + 2 ** bcrypt.getRounds(hash), 0);
    return { answer, work: { rounds, commands } };
  } finally {
    client.off('commandStarted', started);
    app.http.off('request', requested);
    compare.mockRestore();
  }
}
