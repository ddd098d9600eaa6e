import express, { type Request, type Response, type Router } from 'express';
import { publicAddress } from '../../platform/basePath.js';
import { readAnyBody, requirePlainBody } from '../../platform/body.js';
import type { Server } from '../../platform/context.js';
import { logRefusal } from '../../platform/eventLog.js';
import { requireHarmless } from '../../platform/harmless.js';
import { fromOf, requestIdOf } from '../../platform/http.js';
import { servingRequest } from '../../platform/requestContext.js';
import { ScimFault, toScimFault, viewFault } from './scim.errors.js';
import type { Json } from './scim.names.js';
import { authenticateScim, type ScimActor } from './tokens.access.js';

export const SCIM_PATH = '/scim/v2';

/** A request of a program that has shown its token. */
export interface ScimRequest {
  actor: ScimActor;
  request: Request;
  /** The URL of SCIM here. */
  base: string;
  id: string;
  /** An empty object where there is none. */
  body: unknown;
}

export interface ScimAnswer {
  status?: number;
  /** Absent for none. */
  body?: Json;
  /** The version of the resource. */
  version?: string;
  location?: string;
}

export type Handle = (request: ScimRequest) => Promise<ScimAnswer>;

/** The URL by which a program reaches SCIM: the workspace's where it is set, else as the request has it. */
function baseOf(server: Server, request: Request): string {
  const own = server.config.PUBLIC_URL;
  if (own !== undefined) return publicAddress(own, SCIM_PATH);
  return `${request.protocol}://${request.get('host') ?? 'localhost'}${SCIM_PATH}`;
}

function respond(response: Response, { status = 200, body, version, location }: ScimAnswer): void {
  if (version !== undefined) response.setHeader('ETag', version);
  if (location !== undefined) response.setHeader('Location', location);
  if (body === undefined) return void response.status(status === 200 ? 204 : status).end();
  response.status(status).type('application/scim+json').send(JSON.stringify(body));
}

function refuse(server: Server, error: unknown, response: Response): void {
  const fault = toScimFault(error);
  if (fault.status >= 500 && !(error instanceof ScimFault))
    server.log.error({ requestId: requestIdOf(response), err: error }, 'SCIM failed');
  if (response.headersSent) return void response.destroy();
  if (fault.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="SCIM"');
  if (fault.retryAfter !== undefined)
    response.setHeader('Retry-After', String(Math.max(1, Math.ceil(fault.retryAfter))));
  respond(response, { status: fault.status, body: viewFault(fault) });
}

/** Authenticates, reads, runs and responds: the only way into SCIM. */
async function serve(
  server: Server,
  [request, response]: [Request, Response],
  handle: Handle,
): Promise<void> {
  const from = fromOf(request, response);
  response.setHeader('Cache-Control', 'no-store');
  const route = `${SCIM_PATH}${(request.route as { path?: string } | undefined)?.path ?? ''}`;
  const done = server.metrics.requests.startTimer({ method: request.method.toLowerCase(), route });
  response.on('finish', () => done({ status: response.statusCode }));
  try {
    const answer = await servingRequest(server, from.requestId, () =>
      server.inFlight.track(
        (async () => {
          const actor = await authenticateScim(server, request, from);
          requirePlainBody(request);
          const hasBody = ['POST', 'PUT', 'PATCH'].includes(request.method);
          const body = hasBody ? await readAnyBody(request, response) : {};
          requireHarmless(body);
          const { id = '' } = request.params as { id?: string };
          return await handle({ actor, request, base: baseOf(server, request), id, body });
        })(),
      ),
    );
    respond(response, answer);
  } catch (error) {
    const { status } = toScimFault(error);
    if (status === 401 || status === 429) {
      const code = status === 401 ? 'unauthenticated' : 'rate_limited';
      await logRefusal(server, from, {
        code,
        secret: true,
        method: request.method,
        route,
        userId: undefined,
      });
    }
    refuse(server, error, response);
  }
}

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The routes of SCIM, apart from the API: their form, their errors and their tokens are its own. */
export function mountScim(router: Router, server: Server, routes: readonly [Method, string, Handle][]): void {
  const scim = express.Router({ caseSensitive: true });
  for (const [method, path, handle] of routes)
    scim[method](path, (request, response) => serve(server, [request, response], handle));
  for (const path of new Set(routes.map(([, known]) => known))) {
    const allowed = routes.flatMap(([method, known]) => (known === path ? [method.toUpperCase()] : []));
    scim.all(path, (request, response) => {
      response.setHeader('Allow', allowed.join(', '));
      return serve(server, [request, response], () =>
        Promise.reject(new ScimFault(405, `Allowed are ${allowed.join(', ')}.`)),
      );
    });
  }
  scim.use((request, response) =>
    serve(server, [request, response], () => Promise.reject(toNotFound(request.path))),
  );
  router.use(SCIM_PATH, scim);
}

const toNotFound = (path: string): Error =>
  path === '/Bulk' || path === '/Me'
    ? new ScimFault(501, `${path} is not supported.`)
    : new ScimFault(404, 'There is no such resource.');
