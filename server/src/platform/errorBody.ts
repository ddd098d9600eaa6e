import { AppError, problemOf, type Problem } from '@parley/shared/errors';
import { faultOf, invalid } from '@parley/shared/faults';
import { refusal } from '@parley/shared/refusals';
import { ZodError } from 'zod';
import { isDiskFull } from './fullDisk.js';
import type { Log } from './log.js';
import { faultsOf } from './zodFaults.js';

/** MongoDB's server-selection and network errors: nothing was acknowledged, a retry may help. */
const isOutage = (error: unknown): boolean =>
  error instanceof Error &&
  /^Mongo(Network|ServerSelection|PoolClosed|NotConnected|Topology)/.test(error.name);

/** Express' own body parser and router errors carry a status and a type. */
function fromExpress(error: unknown): AppError | undefined {
  const { status, type } = error as { status?: number; type?: string };
  if (status === 413) return refusal('body.tooLarge');
  if (status === 400)
    return refusal(
      type === 'entity.parse.failed' ? 'body.notJson' : 'body.malformed',
      {},
      { errors: [faultOf('body', 'malformed')] },
    );
  if (status === 415) return refusal('body.notUtf8');
  return undefined;
}

export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ZodError) return invalid(faultsOf(error.issues));
  if (isDiskFull(error)) return refusal('database.full', {}, { retryAfter: 10 });
  if (isOutage(error)) return refusal('database.unreachable', {}, { retryAfter: 2 });
  return fromExpress(error) ?? new AppError('internal');
}

/** The response for an error; our own faults are logged with the request id, and never sent. */
export function errorBody(error: unknown, log: Log, requestId: string): Problem {
  const known = toAppError(error);
  if (known.code === 'internal' || known.code === 'unavailable')
    log.error({ requestId, err: error }, known.message);
  return problemOf(known, requestId);
}
