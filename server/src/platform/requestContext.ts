import { AsyncLocalStorage } from 'node:async_hooks';
import type { Query, Schema } from 'mongoose';
import type { Server } from './context.js';

const requestContext = new AsyncLocalStorage<{ requestId: string }>();

/**
 * Runs the work of a request or command so that its queries name it. With the built-in database it just runs: that has no log to
 * search, and on Node 20 following one request through all promises slows every one of them,
 * a tenth of a send.
 */
export function servingRequest<T>(server: Server, requestId: string, work: () => T): T {
  return server.config.MONGODB_URI === undefined ? work() : requestContext.run({ requestId }, work);
}

/** Writes the request's id into each query as its comment: the database's own log and profiler then name the request. */
export function withRequestIds(schema: Schema): void {
  const queries = { query: true, document: false } as const;
  schema.pre<Query<unknown, unknown>>(/^(find|count|distinct|update|delete|replace)/, queries, function () {
    const id = requestContext.getStore()?.requestId;
    if (id !== undefined) this.comment(id);
  });
}
