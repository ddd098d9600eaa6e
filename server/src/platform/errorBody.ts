import { AppError, problemOf, type Problem } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import { ZodError } from 'zod';
import { isDiskFull } from './fullDisk.js';
import type { Log } from './log.js';

/** Of a name or a sentence that came from outside so much is told, in UTF-16 units. */
const REPORTED_FAULTS = 200;
const clip = (text: string): string =>
  text.length <= REPORTED_FAULTS ? text : `${text.slice(0, REPORTED_FAULTS)}…`;

/** A zod error as one that names its fields, the first of them when there are many. */
export function invalid(error: ZodError): AppError {
  const fields = new Map<string, string>();
  for (const issue of error.issues.slice(0, limits.faultsReported)) {
    const unknown = issue.code === 'unrecognized_keys';
    const names = unknown ? issue.keys.slice(0, limits.faultsReported) : [issue.path.join('.') || 'body'];
    for (const name of names.map(clip))
      if (!fields.has(name) && fields.size < limits.faultsReported)
        fields.set(name, unknown ? 'is not known here' : clip(issue.message));
  }
  const faults = [...fields];
  return new AppError('invalid', faults.map(([name, message]) => `${name}: ${message}`).join('; '), {
    fields: Object.fromEntries(faults),
  });
}

/** MongoDB's server-selection and network errors: nothing was acknowledged, trying again may help. */
const isOutage = (error: unknown): boolean =>
  error instanceof Error &&
  /^Mongo(Network|ServerSelection|PoolClosed|NotConnected|Topology)/.test(error.name);

/** Express' own body parser and router errors carry a status and a type. */
function fromExpress(error: unknown): AppError | undefined {
  const { status, type } = error as { status?: number; type?: string };
  if (status === 413) return new AppError('too_large', 'The body is too large.');
  if (status === 400)
    return new AppError(
      'invalid',
      type === 'entity.parse.failed' ? 'The body is not valid JSON.' : 'The request is malformed.',
      { fields: { body: 'is malformed' } },
    );
  if (status === 415) return new AppError('invalid', 'The body must be JSON in UTF-8.');
  return undefined;
}

export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ZodError) return invalid(error);
  if (isDiskFull(error))
    return new AppError(
      'unavailable',
      'The disk of the server is full. Nothing is saved until there is room.',
      {
        retryAfter: 10,
      },
    );
  if (isOutage(error))
    return new AppError('unavailable', 'The database cannot be reached or written right now.', {
      retryAfter: 2,
    });
  return fromExpress(error) ?? new AppError('internal');
}

/** What goes to the client for an error; what is our fault is logged with the request id, never sent. */
export function errorBody(error: unknown, log: Log, requestId: string): Problem {
  const known = toAppError(error);
  if (known.code === 'internal' || known.code === 'unavailable')
    log.error({ requestId, err: error }, known.message);
  return problemOf(known, requestId);
}
