import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { RequestHandler } from 'express';
import type { MountedRoute } from '../platform/http.js';
import { describeApi } from '../platform/openapi.js';

interface Described {
  content?: Record<string, { schema?: unknown }>;
}

/** What is wrong with a response, if anything. */
type FaultOf = (
  request: { method: string; path: string },
  status: number,
  body: unknown,
) => string | undefined;

/** One checker for servers with the same routes: to describe them and to compile the schemas took a fifth of all tests. */
const checkers = new Map<string, FaultOf>();

function checkerOf(mounted: readonly MountedRoute[]): FaultOf {
  const routes = mounted.map(({ method, path }) => `${method} ${path}`).join();
  const known = checkers.get(routes) ?? createChecker(mounted);
  checkers.set(routes, known);
  return known;
}

function createChecker(mounted: readonly MountedRoute[]): FaultOf {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  for (const [name, format] of Object.entries(fullFormats)) ajv.addFormat(name, format);
  const validators = new Map<string, ValidateFunction>();
  const api = describeApi(mounted);
  ajv.addSchema(api, 'api');
  const patterns = mounted.map(({ method, path }) => ({
    method,
    path: path.replace(/:(\w+)/g, '{$1}'),
    pattern: new RegExp(`^/api/v1${path.replace(/:\w+/g, '[^/]+')}$`),
  }));

  return (request, status, body) => {
    // The first match, as in express: /rooms/directory before /rooms/:roomId.
    const found = patterns.find(
      ({ method, pattern }) => method === request.method.toLowerCase() && pattern.test(request.path),
    );
    if (!found) return status === 404 ? undefined : `${request.method} ${request.path} is not described`;
    const operation = (api.paths?.[found.path] as Record<string, { responses: Record<string, Described> }>)[
      found.method
    ];
    const name = Object.hasOwn(operation?.responses ?? {}, String(status)) ? String(status) : 'default';
    const type = Object.keys(operation?.responses[name]?.content ?? {})[0];
    if (type === undefined) return body === undefined ? undefined : `${status} has no content`;
    if (type === '*/*') return undefined;
    if (name === 'default' && status < 400) return `${status} is not described`;
    const escape = (part: string): string => part.replace(/~/g, '~0').replace(/\//g, '~1');
    const at = ['paths', found.path, found.method, 'responses', name, 'content', type, 'schema'];
    const reference = `api#/${at.map(escape).map(encodeURIComponent).join('/')}`;
    const validate = validators.get(reference) ?? ajv.compile({ $ref: reference });
    validators.set(reference, validate);
    return validate(body) ? undefined : ajv.errorsText(validate.errors);
  };
}

/**
 * Checks every response of the API against its own description, while a test runs: one that is not described, or has
 * a field that is not, becomes a 500 with the reason, which fails the test.
 */
export function checkAnswers(mounted: () => readonly MountedRoute[]): RequestHandler {
  let faultOf: FaultOf | undefined;
  return (request, response, next) => {
    if (!request.path.startsWith('/api/v1/') || /\/(openapi\.json|docs)/.test(request.path)) return next();
    const { path, method } = request;
    const send = response.send.bind(response);
    response.send = (body: unknown) => {
      const text = /text\/plain/.test(String(response.get('content-type')));
      const parsed: unknown = typeof body === 'string' && !text ? JSON.parse(body) : body;
      // `json` calls `send` with the object first.
      if (typeof body !== 'string') return send(body);
      faultOf ??= checkerOf(mounted());
      const fault = faultOf({ path, method }, response.statusCode, parsed);
      if (fault === undefined) return send(body);
      const detail = `${method} ${path} ${response.statusCode}: ${fault}`;
      process.stderr.write(`${detail}\n${body}\n`);
      response.status(500).type('application/problem+json');
      return send(JSON.stringify({ detail }));
    };
    next();
  };
}
