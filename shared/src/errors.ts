import type { Params } from './sentences.js';

/** Ways to take the second step of a sign-in. */
export const secondStepMethods = ['totp', 'passkey', 'recovery'] as const;
export type SecondStepMethod = (typeof secondStepMethods)[number];

/** How a sign-in goes on after its first step. */
export interface SecondStep {
  /** Shows that the first step was taken. Valid for five minutes. */
  ticket: string;
  methods: SecondStepMethod[];
  /** The role demands a second factor, and the account has none: the ticket is for setting one up. */
  enrol?: true;
  /** The account waits for a moderator: the ticket is for `POST /auth/waiting`, which signs in once it is approved. */
  waiting?: true;
}

/** Every code of a refusal, and whether a retry can help. */
export const errorTable = {
  invalid: { retryable: false },
  unauthenticated: { retryable: false },
  forbidden: { retryable: false },
  /** The session is valid, but its password was entered too long ago: `POST /session/confirm`, then retry. */
  reauthentication_required: { retryable: false },
  /** The password was right, and the account has a second factor: `secondStep` says how to go on. */
  second_factor_required: { retryable: false },
  not_found: { retryable: false },
  conflict: { retryable: false },
  too_large: { retryable: false },
  unsupported: { retryable: false },
  rate_limited: { retryable: true },
  internal: { retryable: true },
  unavailable: { retryable: true },
} as const;

export type ErrorCode = keyof typeof errorTable;

/** HTTP status and title of each code, in English. A separate table: the page gets them with the response, and must not load them. */
export const errorAnswers: Record<ErrorCode, { status: number; title: string }> = {
  invalid: { status: 400, title: 'The request is not valid.' },
  unauthenticated: { status: 401, title: 'Please sign in.' },
  forbidden: { status: 403, title: 'You do not have permission to do this.' },
  reauthentication_required: { status: 403, title: 'Confirm your password first.' },
  second_factor_required: { status: 401, title: 'This account has a second factor. Enter its code too.' },
  not_found: { status: 404, title: 'Not found, or you do not have access.' },
  conflict: { status: 409, title: 'This is already in use, or was changed in the meantime.' },
  too_large: { status: 413, title: 'This is too large.' },
  unsupported: { status: 415, title: 'This form of content is not accepted.' },
  rate_limited: { status: 429, title: 'Too many requests. Please wait a moment.' },
  internal: { status: 500, title: 'Something went wrong on the server.' },
  unavailable: { status: 503, title: 'The server cannot do this right now.' },
};

/** One field at fault: what is wrong as a key of `faults.ts` with its values, and as a sentence in English. */
export interface Fault {
  field: string;
  key: string;
  params?: Params;
  message: string;
}

/** RFC 9457 problem details, of REST responses and of socket acknowledgements. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ErrorCode;
  detail?: string;
  /** The key of `detail` or `title`: one of `refusals.ts`, or the code; an older server sends none. */
  key?: string;
  /** The values in the sentence of the key. */
  params?: Params;
  requestId?: string;
  /** The fields at fault; an older server sends none. */
  errors?: readonly Fault[];
  /** The same by field, each with its sentence. */
  fields?: Record<string, string>;
  /** Seconds until a retry makes sense. */
  retryAfter?: number;
  /** With `second_factor_required`. */
  secondStep?: SecondStep;
}

export const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' &&
  body !== null &&
  'code' in body &&
  typeof body.code === 'string' &&
  Object.hasOwn(errorTable, body.code);

export interface RefusalExtra {
  errors?: readonly Fault[];
  retryAfter?: number;
  secondStep?: SecondStep;
}

/**
 * An error for people, which is sent as a problem. By default it has the title of its code; `refusal` and `invalidField`
 * create those with more detail.
 */
export class AppError extends Error {
  readonly key: string;
  readonly params: Params;

  constructor(
    readonly code: ErrorCode,
    said?: { key: string; params?: Params | undefined; sentence: string },
    readonly extra: RefusalExtra = {},
  ) {
    super(said?.sentence ?? errorAnswers[code].title);
    this.key = said?.key ?? code;
    this.params = said?.params ?? {};
  }
}

export const notFound = (): AppError => new AppError('not_found');

export function problemOf(error: AppError, requestId?: string): Problem {
  const { status, title } = errorAnswers[error.code];
  const { errors, retryAfter, secondStep } = error.extra;
  return {
    type: `urn:parley:error:${error.code}`,
    title,
    status,
    code: error.code,
    ...(error.message === title ? {} : { detail: error.message }),
    key: error.key,
    ...(Object.keys(error.params).length === 0 ? {} : { params: error.params }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(errors === undefined
      ? {}
      : { errors, fields: Object.fromEntries(errors.map(({ field, message }) => [field, message])) }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(secondStep === undefined ? {} : { secondStep }),
  };
}
