import { MongoServerError } from 'mongodb';
import { expect } from 'vitest';

/** The server error of a rejected promise; a success, or another error, fails the test. */
export async function failure(work: Promise<unknown>): Promise<MongoServerError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(MongoServerError);
  return error as MongoServerError;
}
