/** Every way to say no: HTTP status, a title for people, and whether trying again later can help. */
export const errorTable = {
  invalid: { status: 400, title: 'The request is not valid.', retryable: false },
  unauthenticated: { status: 401, title: 'Please sign in.', retryable: false },
  forbidden: { status: 403, title: 'You do not have permission to do this.', retryable: false },
  /** The session is good, but its password was entered too long ago: `POST /session/confirm`, then again. */
  reauthentication_required: { status: 403, title: 'Confirm your password first.', retryable: false },
  not_found: { status: 404, title: 'Not found, or you do not have access.', retryable: false },
  conflict: {
    status: 409,
    title: 'This is already in use, or was changed in the meantime.',
    retryable: false,
  },
  too_large: { status: 413, title: 'This is too large.', retryable: false },
  unsupported: { status: 415, title: 'This form of content is not accepted.', retryable: false },
  rate_limited: { status: 429, title: 'Too many requests. Please wait a moment.', retryable: true },
  internal: { status: 500, title: 'Something went wrong on the server.', retryable: true },
  unavailable: { status: 503, title: 'The server cannot do this right now.', retryable: true },
} as const;

export type ErrorCode = keyof typeof errorTable;

/** RFC 9457 problem details, as REST answers them and as socket acknowledgements carry them. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail?: string;
  requestId?: string;
  /** The fields at fault, each with a sentence. */
  fields?: Record<string, string>;
  /** Seconds until trying again makes sense. */
  retryAfter?: number;
}

export const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' &&
  body !== null &&
  'code' in body &&
  typeof body.code === 'string' &&
  Object.hasOwn(errorTable, body.code);

/** An error somebody shall read: it becomes a problem at the border. */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    detail: string = errorTable[code].title,
    readonly extra: { fields?: Record<string, string>; retryAfter?: number } = {},
  ) {
    super(detail);
  }
}

export const notFound = (): AppError => new AppError('not_found');

/** One field is wrong. */
export const invalidField = (field: string, message: string): AppError =>
  new AppError('invalid', `${field}: ${message}`, { fields: { [field]: message } });

export function problemOf(error: AppError, requestId?: string): Problem {
  const { status, title } = errorTable[error.code];
  return {
    type: `urn:parley:error:${error.code}`,
    title,
    status,
    code: error.code,
    ...(error.message === title ? {} : { detail: error.message }),
    ...(requestId === undefined ? {} : { requestId }),
    ...error.extra,
  };
}
