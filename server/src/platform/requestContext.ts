import { AsyncLocalStorage } from 'node:async_hooks';
import type { Query, Schema } from 'mongoose';

/** Which request or command the running code serves. */
export const requestContext = new AsyncLocalStorage<{ requestId: string }>();

/** Writes the request's id into each query as its comment: the database's own log and profiler then name the request. */
export function withRequestIds(schema: Schema): void {
  const queries = { query: true, document: false } as const;
  schema.pre<Query<unknown, unknown>>(/^(find|count|distinct|update|delete|replace)/, queries, function () {
    const id = requestContext.getStore()?.requestId;
    if (id !== undefined) this.comment(id);
  });
}
