import { isProblem, type Problem } from '@parley/shared/errors';
import type { SignedIn } from '@parley/shared/sessions';
import { t } from '../text/first';
import { refusalText } from '../text/texts';
import { SignOuts } from './signOuts';
import { exchange, exchangeForm, PATIENCE_MS } from './exchange';
import {
  addressOf,
  type AnyInput,
  type AnswerOf,
  type FormRoute,
  type Given,
  type InputOf,
  type Route,
} from './rest';

/** The server's problem response, with its sentence. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
  }
}

/** The server could not be reached. */
export class NetworkError extends Error {
  /** @param status of a response that was not the server's */
  constructor(
    message: string,
    readonly status?: number,
  ) {
    super(message);
  }
}

/** Stands for the cookie where there is no token. */
export const BY_COOKIE = 'cookie';

/** Routes that answer with a session. */
type SignInRoute =
  | 'POST /auth/login'
  | 'POST /auth/register'
  | 'POST /auth/second-step'
  | 'POST /auth/waiting'
  | 'POST /auth/passkey'
  | 'POST /auth/directory'
  | 'POST /auth/sign-in-link/use';

/** How long before its expiry an access token is replaced. */
const REFRESH_EARLY_MS = 60_000;

/**
 * The REST API with a token that renews itself. The access token lives in memory only; what outlives a reload is the
 * httpOnly cookie, which no script can read.
 */
export class Api {
  private token: { value: string; until: number } | undefined;
  private renewing: Promise<SignedIn | undefined> | undefined;
  private aheadMs = 0;
  /** Opens the dialog that confirms the password; set while it can be shown. Resolves whether it was confirmed. */
  confirm: (() => Promise<boolean>) | undefined;
  /** Sign-outs made here that the server has not received yet. */
  readonly signOuts = new SignOuts((token) => this.sendSignOut(token));

  constructor(
    private readonly baseUrl: string,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  /** The server's time, independent of the clock here: by its last response, to the second. */
  now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }

  /** Stores the token of a sign-in or registration. */
  accept(granted: SignedIn): SignedIn {
    this.token = { value: granted.accessToken, until: Date.now() + granted.expiresIn * 1000 };
    return granted;
  }

  forget(): void {
    this.token = undefined;
  }

  /** A valid token, renewed if need be; undefined when the session has ended. @throws NetworkError */
  async freshToken(): Promise<string | undefined> {
    if (this.token && this.token.until - Date.now() > REFRESH_EARLY_MS) return this.token.value;
    await this.renew();
    return this.token?.value;
  }

  /** Renews by the cookie; undefined when there is no session. Concurrent callers share one request. @throws NetworkError */
  renew(): Promise<SignedIn | undefined> {
    // Pending sign-outs first: their session must have ended before the cookie renews one.
    this.renewing ??= this.signOuts
      .flush()
      .then(() => this.raw('POST /auth/refresh'))
      .then((granted) => this.accept(granted))
      .catch((error: unknown) => {
        if (!(error instanceof ApiError) || error.problem.code !== 'unauthenticated') throw error;
        this.forget();
        return undefined;
      })
      .finally(() => (this.renewing = undefined));
    return this.renewing;
  }

  /** Signs in or registers, after the pending sign-outs of this browser. @throws ApiError, NetworkError */
  async signIn<R extends SignInRoute>(route: R, { body }: InputOf<R>): Promise<SignedIn> {
    await this.signOuts.flush();
    return this.accept((await this.send(route, { body })) as AnswerOf<R>);
  }

  /** @throws NetworkError, or ApiError when the server is too busy */
  private async sendSignOut(signOutToken: string): Promise<void> {
    try {
      // Stored by a page of before these tokens: the cookie identifies the session.
      const body = signOutToken === BY_COOKIE ? {} : { signOutToken };
      await this.raw('POST /auth/logout', { body });
    } catch (error) {
      // A session that the server does not have has ended.
      if (error instanceof ApiError && error.problem.status === 401) return;
      throw error;
    }
  }

  /** Repeats a request that the server refuses until the password is confirmed. */
  private async confirmed<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      const wanted = error instanceof ApiError && error.problem.code === 'reauthentication_required';
      if (!wanted || !(await this.confirm?.())) throw error;
      return await act();
    }
  }

  /**
   * An authenticated request. The response is typed by the route's description and not checked: the server that sends it
   * also sent this page, and its tests check every response against that description (decisions 009 and 038).
   *
   * @param route `'GET /rooms/{roomId}'`
   * @returns the route's response; undefined for 204
   * @throws ApiError with the server's problem, or NetworkError
   */
  request<R extends Route>(route: R, ...[input]: Given<R>): Promise<AnswerOf<R>> {
    return this.confirmed(() => this.authorized(route, input as AnyInput)) as Promise<AnswerOf<R>>;
  }

  /** A request without a token. @throws ApiError, NetworkError */
  raw<R extends Route>(route: R, ...[input]: Given<R>): Promise<AnswerOf<R>> {
    return this.send(route, input as AnyInput) as Promise<AnswerOf<R>>;
  }

  private async authorized(route: Route, input?: AnyInput): Promise<unknown> {
    const token = await this.freshToken();
    try {
      return await this.send(route, input, token);
    } catch (error) {
      if (!(error instanceof ApiError) || error.problem.code !== 'unauthenticated' || token === undefined)
        throw error;
      this.forget();
      const renewed = await this.freshToken();
      if (renewed === undefined) throw error;
      return await this.send(route, input, renewed);
    }
  }

  /**
   * Uploads a file to a room; repeating it with the same key is safe.
   *
   * @param onProgress called with the part that was sent, 0 to 1
   * @throws ApiError, or NetworkError when the connection is lost or the upload aborted
   */
  async upload(
    roomId: string,
    file: { key: string; name: string; blob: Blob },
    watch: { onProgress: (part: number) => void; signal: AbortSignal },
  ): Promise<AnswerOf<'POST /rooms/{roomId}/files'>> {
    return await this.form('POST /rooms/{roomId}/files', { path: { roomId } }, file, watch);
  }

  /** Uploads a small file as the field `file` of a form. @throws ApiError, NetworkError */
  async putFile<R extends FormRoute & `PUT ${string}`>(route: R, file: File): Promise<AnswerOf<R>> {
    return await this.confirmed(() => this.form(route, {}, { name: file.name, blob: file }));
  }

  private async form<R extends FormRoute>(
    route: R,
    input: AnyInput,
    file: { key?: string; name: string; blob: Blob },
    watch?: { onProgress: (part: number) => void; signal: AbortSignal },
  ): Promise<AnswerOf<R>> {
    const token = await this.freshToken();
    const [method, address] = addressOf(route, input);
    const body = new FormData();
    body.append('file', file.blob, file.name);
    const headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(file.key === undefined ? {} : { 'idempotency-key': file.key }),
    };
    const form = { method, url: `${this.baseUrl}/api/v1${address}`, headers, body };
    const { status, text } = await exchangeForm(form, this.patienceMs, watch).catch(() => {
      throw new NetworkError(t('api.uploadBroken'));
    });
    return (await answerOf(status, text, file.blob.size)) as AnswerOf<R>;
  }

  /**
   * One exchange, with or without a token.
   * @param route also one that is not in the API
   */
  async send(route: string, input: AnyInput = {}, token?: string): Promise<unknown> {
    const [method, address] = addressOf(route, input);
    const request = {
      method,
      credentials: 'same-origin' as const,
      headers: {
        ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    };
    const url = `${this.baseUrl}/api/v1${address}`;
    const { status, date, text } = await exchange(url, request, this.patienceMs).catch(() => {
      throw new NetworkError(t('api.unreachable'));
    });
    this.aheadMs = Date.parse(date ?? '') - Date.now() || 0;
    return status === 204 ? undefined : await answerOf(status, text);
  }
}

/**
 * @param bytes how large the file was that was sent
 * @throws ApiError for a problem of the server, or a proxy's refusal; NetworkError for another response of a proxy
 */
async function answerOf(status: number, text: string, bytes?: number): Promise<unknown> {
  let body: unknown;
  try {
    body = JSON.parse(text);
    if (status >= 200 && status < 300) return body;
  } catch {
    // Not the server's: a page of a proxy.
  }
  if (isProblem(body)) throw new ApiError(body);
  const foreign = await import('./foreignAnswer').catch(() => undefined);
  const problem = foreign?.refusalOf(status, bytes);
  throw problem
    ? new ApiError(problem)
    : new NetworkError(foreign?.sentenceOf(status) ?? t('api.unreachable'), status);
}

/** The problem in an error of REST or of the socket; undefined if it has none. */
const problemOf = (error: unknown): Problem | undefined =>
  error instanceof Error ? (error as { problem?: Problem }).problem : undefined;

/** A sentence for people about any error. */
export function sentenceOf(error: unknown): string {
  const problem = problemOf(error);
  if (!problem) return error instanceof NetworkError ? error.message : t('api.failed');
  const { key, params, errors, detail, title } = problem;
  // The key of a response with several faults has no details.
  return key === 'invalid' && errors
    ? Object.entries(fieldsOf(error))
        .map((fault) => fault.join(': '))
        .join('; ')
    : refusalText(key, params, detail ?? title);
}

/** The fault of each field. */
export function fieldsOf(error: unknown): Record<string, string> {
  const { errors, fields = {} } = problemOf(error) ?? {};
  return errors
    ? Object.fromEntries(
        errors.map(({ field, key, params, message }) => [field, refusalText(key, params, message)]),
      )
    : fields;
}
