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

/** The server's no, with its words. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title);
  }
}

/** The server could not be reached. */
export class NetworkError extends Error {
  /** @param status of an answer that came, and was not the server's */
  constructor(
    message: string,
    readonly status?: number,
  ) {
    super(message);
  }
}

/** In place of a token, where there is none. */
export const BY_COOKIE = 'cookie';

/** So long before it runs out an access token is replaced. */
const REFRESH_EARLY_MS = 60_000;

/**
 * The REST API with a token that renews itself. The access token lives in memory only; what outlives a reload is the
 * httpOnly cookie, which no script can read.
 */
export class Api {
  private token: { value: string; until: number } | undefined;
  private renewing: Promise<SignedIn | undefined> | undefined;
  private aheadMs = 0;
  /** Has somebody enter their password once more; set while something can ask for it. Resolves whether they did. */
  confirm: (() => Promise<boolean>) | undefined;
  /** Who has signed out here, as far as the server does not know of it yet. */
  readonly signOuts = new SignOuts((token) => this.sendSignOut(token));

  constructor(
    private readonly baseUrl: string,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  /** The server's time, whatever the clock here shows: by its last answer, to the second. */
  now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }

  /** Takes over what signing in or registering has answered. */
  accept(granted: SignedIn): SignedIn {
    this.token = { value: granted.accessToken, until: Date.now() + granted.expiresIn * 1000 };
    return granted;
  }

  forget(): void {
    this.token = undefined;
  }

  /** A token that is good now, renewed if need be; undefined when the session is over. @throws NetworkError */
  async freshToken(): Promise<string | undefined> {
    if (this.token && this.token.until - Date.now() > REFRESH_EARLY_MS) return this.token.value;
    await this.renew();
    return this.token?.value;
  }

  /** Renews through the cookie; undefined when there is no session. One request however many ask. @throws NetworkError */
  renew(): Promise<SignedIn | undefined> {
    // What was signed out stays so: its session is ended before the cookie is asked for one.
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

  /** Signs in or registers. Whoever signed out here before is signed out first. @throws ApiError, NetworkError */
  async signIn<R extends 'POST /auth/login' | 'POST /auth/register'>(
    route: R,
    { body }: InputOf<R>,
  ): Promise<SignedIn> {
    await this.signOuts.flush();
    return this.accept((await this.send(route, { body })) as AnswerOf<R>);
  }

  /** @throws NetworkError, or ApiError when the server is too busy */
  private async sendSignOut(signOutToken: string): Promise<void> {
    try {
      // Kept by a page that knew of no token yet: then the cookie says whose session it is.
      const body = signOutToken === BY_COOKIE ? {} : { signOutToken };
      await this.raw('POST /auth/logout', { body });
    } catch (error) {
      // A session the server does not know has ended.
      if (error instanceof ApiError && error.problem.status === 401) return;
      throw error;
    }
  }

  /** Repeats what the server refuses until the password is confirmed. */
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
   * A request in one's own name. What comes back is taken as the route's description says it: the server that sends it also
   * sent this page, and its tests hold every answer against that description (decisions 009 and 038).
   *
   * @param route `'GET /rooms/{roomId}'`
   * @returns what the route answers; undefined for 204
   * @throws ApiError with the server's problem, or NetworkError
   */
  request<R extends Route>(route: R, ...[input]: Given<R>): Promise<AnswerOf<R>> {
    return this.confirmed(() => this.authorized(route, input as AnyInput)) as Promise<AnswerOf<R>>;
  }

  /** A request as nobody. @throws ApiError, NetworkError */
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
   * Uploads a file to a room; saying the same key again is safe.
   *
   * @param onProgress hears the part that has left, 0 to 1
   * @throws ApiError, or NetworkError when it breaks off or is aborted
   */
  async upload(
    roomId: string,
    file: { key: string; name: string; blob: Blob },
    watch: { onProgress: (part: number) => void; signal: AbortSignal },
  ): Promise<AnswerOf<'POST /rooms/{roomId}/files'>> {
    return await this.form('POST /rooms/{roomId}/files', { path: { roomId } }, file, watch);
  }

  /** Puts a small file as the field `file` of a form. @throws ApiError, NetworkError */
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
   * One exchange, with a token or as nobody.
   * @param route also one that the API has not
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
 * @throws ApiError for the server's problem, or the no of a proxy in front; NetworkError for another answer that is not the server's
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

/** What the server said to an error of REST or of the socket; undefined where it said nothing. */
const problemOf = (error: unknown): Problem | undefined =>
  error instanceof Error ? (error as { problem?: Problem }).problem : undefined;

/** A sentence for people about whatever went wrong. */
export function sentenceOf(error: unknown): string {
  const problem = problemOf(error);
  if (!problem) return error instanceof NetworkError ? error.message : t('api.failed');
  const { key, params, errors, detail, title } = problem;
  // The key of several faults says only that there are some.
  return key === 'invalid' && errors
    ? Object.entries(fieldsOf(error))
        .map((fault) => fault.join(': '))
        .join('; ')
    : refusalText(key, params, detail ?? title);
}

/** What is wrong with each field. */
export function fieldsOf(error: unknown): Record<string, string> {
  const { errors, fields = {} } = problemOf(error) ?? {};
  return errors
    ? Object.fromEntries(
        errors.map(({ field, key, params, message }) => [field, refusalText(key, params, message)]),
      )
    : fields;
}
