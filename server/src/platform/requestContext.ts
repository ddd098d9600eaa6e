import { AsyncLocalStorage } from 'node:async_hooks';
import type { Schema } from 'mongoose';

/** Which request or command the running code serves. */
export const requestContext = new AsyncLocalStorage<{ requestId: string }>();

/** Writes the request's id into each query as its comment: the database's own log and profiler then name the request. */
export function withRequestIds(schema: Schema): void {
  schema.pre(/^(find|count|distinct|update|delete|replace)/, { query: true, document: false }, function () {
    const id = requestContext.getStore()?.requestId;
    // Mongoose types what a pattern of hooks is called on as any of its kinds; only queries have a comment.
    const query = this as unknown as { comment?: (text: string) => unknown };
    if (id !== undefined) query.comment?.(id);
  });
}
