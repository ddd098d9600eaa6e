import { randomUUID } from 'node:crypto';
import type { TokenScope } from '@parley/shared/accessTokens';
import { AppError, type ErrorCode } from '@parley/shared/errors';
import type { NextFunction, Request, RequestHandler, Response, Router } from 'express';
import type { ZodType, z } from 'zod';
import type { Actor, From, Purpose, Server } from './context.js';
import { readAnyBody, readBody } from './body.js';
import { readCookie, readFormerCookie } from './cookies.js';
import { errorBody, toAppError } from './errorBody.js';
import { requireHarmless } from './harmless.js';
import { ClientGone, requireClient, type Gone } from './oneAtATime.js';
import { logRefusal } from './eventLog.js';
import { requireProof, requireScope, requireSession } from './demands.js';
import { tellLimits } from './limitHeaders.js';
import { changeLimit, refusalKey, type LimitsUsed } from './rateLimit.js';
import { servingRequest } from './requestContext.js';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Part = ZodType | undefined;
type Parsed<S extends Part> = S extends ZodType ? z.output<S> : undefined;
/** Without a schema a route answers nothing, or writes its own answer. */
type Answer<A extends Part> = A extends ZodType ? z.input<A> : void;

export interface RouteInput<P extends Part, Q extends Part, B extends Part> {
  params: Parsed<P>;
  query: Parsed<Q>;
  body: Parsed<B>;
  request: Request;
  response: Response;
  limitsUsed: LimitsUsed;
  /** Whether the client has disconnected. Long work checks it between its steps. */
  gone: Gone;
}

export interface RouteSpec<P extends Part, Q extends Part, B extends Part, A extends Part = Part> {
  /** Its purpose, for the API's description. */
  summary: string;
  /** The response; absent for none, or for bytes. */
  answer?: A;
  /** A plain word instead of JSON, for programs of other systems. */
  plain?: true;
  upload?: true; // The body is a form with a file in the field `file`.
  /** The body is JSON, or a form with JSON in its field `payload`, whatever its content type. */
  anyType?: true;
  /** For open routes: authorizes by a secret of its own. */
  guard?: Guard;
  bytes?: true; // The response is the bytes of a file.
  /** A browser is sent to another address (302). */
  redirects?: true;
  params?: P;
  query?: Q;
  body?: B;
  /** Status of a success; 200 when absent, 204 when the handler returns undefined. */
  status?: number;
  repeatable?: true; // It makes something: 201 at first, and 200 with the same one when it is repeated.
  /** The cookie for files can replace the token: images and players of a page cannot send one. Only for reading. */
  cookie?: true;
  /** Its weight for the limit on reads, in messages; only for `get`. */
  reads?: (query: Parsed<Q>) => number;
  /** Requires a session: no token may create or end other credentials. */
  personal?: true;
  /** Managing the workspace: a token needs the scope `admin`. Else reading needs `read`, and anything else `write`. */
  scope?: 'admin';
  /** It takes a password or another secret: its refusals are logged. */
  secret?: true;
  /** Gives credentials or power: for a session that was confirmed lately, and no token. As a sentence, when; the action then looks (`requireProof`). */
  proof?: true | string;
}

/** Finds who a bearer token belongs to. @throws AppError unauthenticated */
export type Authenticate = (token: string, purpose: Purpose) => Promise<Actor>;

export interface Routes {
  server: Server;
  authenticate: Authenticate;
  router: Router;
  /** Every route that was mounted, for the description of the API. */
  mounted: MountedRoute[];
  /** Headings in that description, by a word of the path: `{ rooms: 'Rooms' }`. */
  headings: Readonly<Record<string, string>>;
}

export interface MountedRoute {
  method: Method;
  path: string;
  spec: RouteSpec<Part, Part, Part>;
  /** Open to anybody, signed in or not. */
  open: boolean;
}

export const requestIdOf = (response: Response): string => String(response.locals['requestId']);

/** Gives each request an id, its own or the caller's, and returns it. */
export const withRequestId: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id');
  const requestId = given !== undefined && /^[\w-]{1,64}$/.test(given) ? given : randomUUID();
  response.locals['requestId'] = requestId;
  response.setHeader('X-Request-Id', requestId);
  next();
};

export function sendProblem(server: Server, error: unknown, response: Response): void {
  const body = errorBody(error, server.log, requestIdOf(response));
  server.metrics.errors.inc({ code: body.code });
  if (response.headersSent) return void response.destroy();
  if (body.retryAfter !== undefined)
    response.setHeader('Retry-After', String(Math.max(1, Math.ceil(body.retryAfter))));
  if (body.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
  response.status(body.status).type('application/problem+json').send(JSON.stringify(body));
}

export const problemHandler =
  (server: Server) =>
  (error: unknown, _request: Request, response: Response, _next: NextFunction): void =>
    sendProblem(server, error, response);

/** The token of a request. @throws unauthenticated without one */
export function bearer(request: Request): string {
  const [scheme, token] = (request.get('authorization') ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined || token === '')
    throw new AppError('unauthenticated');
  return token;
}

/** Where a request came from. */
export const fromOf = (request: Request, response: Response): From => ({
  address: request.ip ?? '',
  requestId: requestIdOf(response),
});

/** The actor, and since when they are known, in `performance.now()`. */
interface Authenticated {
  actor: Actor;
  at: number;
}

/** The head of a request, before its body is read. */
export interface Head {
  request: Request;
  response: Response;
  limitsUsed: LimitsUsed;
  /** The key of the limit on refusals; its address until the actor is known. */
  refusedAs: string;
}

/** Finds the actor, by a session or a secret, and checks the limits. @throws AppError when refused: then the body is not read */
type Guard = (head: Head) => Promise<void>;

async function readInput<P extends Part, Q extends Part, B extends Part>(
  spec: RouteSpec<P, Q, B>,
  { request, response, limitsUsed }: Head,
): Promise<RouteInput<P, Q, B>> {
  const head = {
    params: spec.params?.parse(request.params) as Parsed<P>,
    query: spec.query?.parse(request.query) as Parsed<Q>,
  };
  const body = spec.body ? await (spec.anyType ? readAnyBody : readBody)(request, response) : undefined;
  requireHarmless(body);
  const gone: Gone = () => response.closed;
  return { ...head, body: spec.body?.parse(body) as Parsed<B>, request, response, limitsUsed, gone };
}

/** Codes of a fault in the input itself, for any sender. */
const faultsOfInput = new Set<ErrorCode>(['invalid', 'unauthenticated', 'too_large', 'unsupported']);
/** Codes of a guard’s refusal, which count against the sender. That the database is unavailable is no fault of theirs. */
const faultsOfCaller = new Set<ErrorCode>([...faultsOfInput, 'not_found', 'forbidden']);

/** The only way into the API: guard, read, parse, act, respond; whatever is thrown becomes a problem. */
function mount<P extends Part, Q extends Part, B extends Part>(
  routes: Routes,
  at: [Method, string],
  spec: RouteSpec<P, Q, B>,
  { guard, run }: { guard: Guard; run: (input: RouteInput<P, Q, B>) => Promise<unknown> },
): void {
  const { server } = routes;
  routes.router[at[0]](at[1], async (request, response) => {
    measure(server, at, response);
    const head: Head = { request, response, limitsUsed: {}, refusedAs: refusalKey.address(request.ip) };
    let counted = faultsOfCaller;
    try {
      const result = await servingRequest(server, requestIdOf(response), async () => {
        await guard(head);
        counted = faultsOfInput;
        return await server.inFlight.track(readInput(spec, head).then(run));
      });
      tellLimits(head.limitsUsed.state, response);
      if (response.headersSent) return;
      if (result === undefined) response.status(204).end();
      else response.status(spec.status ?? response.statusCode).json(result);
    } catch (error) {
      if (error instanceof ClientGone) return;
      tellLimits(head.limitsUsed.state, response);
      const { code } = toAppError(error);
      if (counted.has(code)) await server.limits.countRefusal(head.refusedAs);
      const requested = response.locals['authenticated'] as Authenticated | undefined;
      const secret = spec.secret === true || spec.guard !== undefined;
      await logRefusal(server, fromOf(request, response), {
        code,
        secret,
        method: at[0],
        route: at[1],
        userId: requested?.actor.userId,
      });
      sendProblem(server, error, response);
    }
  });
}

function measure(server: Server, [method, path]: [Method, string], response: Response): void {
  const done = server.metrics.requests.startTimer({ method, route: path });
  response.on('finish', () => {
    const seconds = done({ status: response.statusCode });
    server.log.debug(
      { requestId: requestIdOf(response), method, route: path, status: response.statusCode, seconds },
      'request',
    );
  });
}

/** The scope that a token needs for a route. */
export const scopeOf = (method: Method, { scope }: Pick<RouteSpec<Part, Part, Part>, 'scope'>): TokenScope =>
  scope ?? (method === 'get' ? 'read' : 'write');

/** The default weight of a request that reads, in messages; a page requests pictures by the hundred. */
const MESSAGES_OF_A_REQUEST = 10;
const MESSAGES_OF_A_FILE = 4;
/** After waiting longer than this, a request is authenticated again, in ms: signing out is to take effect within two seconds. */
const TRUSTED_MS = 1000;

/** An authenticated route. */
export function route<
  P extends Part = undefined,
  Q extends Part = undefined,
  B extends Part = undefined,
  A extends Part = undefined,
>(
  routes: Routes,
  at: [Method, string],
  spec: RouteSpec<P, Q, B, A>,
  run: (actor: Actor, input: RouteInput<P, Q, B>) => Promise<Answer<A>>,
): void {
  const [method, path] = at;
  routes.mounted.push({ method, path, spec, open: false });
  const filesCookie = (request: Request): string | undefined =>
    readCookie(routes.server, request, 'files') ?? readFormerCookie(request, 'files');
  const whoAsks = async (request: Request): Promise<Actor> => {
    // A page that was open during an update sends the former name for a while. Reads only.
    const cookie = spec.cookie === true ? filesCookie(request) : undefined;
    return cookie !== undefined && request.get('authorization') === undefined
      ? await routes.authenticate(cookie, 'files')
      : await routes.authenticate(bearer(request), 'request');
  };
  // The actor comes before the input: an outsider must not learn the schema's faults, nor have a body read.
  const guard: Guard = async (head) => {
    const from = fromOf(head.request, head.response);
    const actor = { ...(await whoAsks(head.request)), limitsUsed: head.limitsUsed, from };
    // A logged refusal names the actor from here on.
    head.response.locals['authenticated'] = { actor, at: performance.now() } satisfies Authenticated;
    head.refusedAs = refusalKey.person(actor.userId);
    if (spec.personal === true) requireSession(actor);
    requireScope(actor, scopeOf(method, spec));
    if (spec.proof === true) requireProof(actor);
    await actor.server.limits.checkRefusals(head.refusedAs);
    // Here and not in each action: every change is stored, and most are published to a room or to everybody.
    if (method !== 'get') await actor.server.limits.take(changeLimit, actor.userId, head.limitsUsed);
    head.response.locals['authenticated'] = { actor, at: performance.now() } satisfies Authenticated;
  };
  const runAsActor = async (input: RouteInput<P, Q, B>): Promise<Answer<A>> => {
    const { actor, at } = input.response.locals['authenticated'] as Authenticated;
    const usual = spec.cookie === true ? MESSAGES_OF_A_FILE : MESSAGES_OF_A_REQUEST;
    if (method === 'get') {
      await actor.server.limits.pace(actor.userId, spec.reads?.(input.query) ?? usual);
      requireClient(input.gone);
    }
    // Its body may have arrived slowly, or its turn late.
    const waited = performance.now() - at > TRUSTED_MS;
    return await run(waited ? { ...actor, ...(await whoAsks(input.request)) } : actor, input);
  };
  mount(routes, at, spec, { guard, run: runAsActor });
}

/** A route without authentication. */
export function openRoute<
  P extends Part = undefined,
  Q extends Part = undefined,
  B extends Part = undefined,
  A extends Part = undefined,
>(
  routes: Routes,
  at: [Method, string],
  spec: RouteSpec<P, Q, B, A>,
  run: (input: RouteInput<P, Q, B>) => Promise<Answer<A>>,
): void {
  routes.mounted.push({ method: at[0], path: at[1], spec, open: true });
  // A request without a body is cheap to refuse: pages renew their sessions whatever a neighbour behind their address does.
  const unread: Guard = async ({ refusedAs }) => {
    if (spec.body) await routes.server.limits.checkRefusals(refusedAs);
  };
  mount(routes, at, spec, { guard: spec.guard ?? unread, run });
}
