import { errorAnswers, errorTable, secondStepMethods, type ErrorCode } from '@parley/shared/errors';
import type { ZodObject, ZodType } from 'zod';
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { scopeOf, type MountedRoute, type Routes } from './http.js';

type Headings = Routes['headings'];

const params = z.record(z.string(), z.union([z.string(), z.number()]));

/** What an error looks like (RFC 9457); the same as `Problem` of shared, for the description and for tests. */
const problem = z
  .strictObject({
    type: z.string().meta({ example: 'urn:parley:error:not_found' }),
    title: z.string().meta({ example: errorAnswers.not_found.title }),
    status: z.number().int().meta({ example: 404 }),
    code: z.enum(Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]]).meta({ example: 'not_found' }),
    detail: z.string().optional(),
    key: z.string().meta({
      description:
        'What the detail, or else the title, says, for programs and translations: it does not change.',
      example: 'rooms.archived',
    }),
    params: params.optional().meta({ description: 'The values in the sentence.' }),
    requestId: z.string().optional(),
    errors: z
      .array(
        z.strictObject({
          field: z.string().meta({ example: 'name' }),
          key: z.string().meta({ example: 'tooLong' }),
          params: params.optional().meta({ example: { most: 80 } }),
          message: z.string().meta({ example: 'must have at most 80 characters' }),
        }),
      )
      .optional()
      .meta({ description: 'The fields at fault, each with what is wrong: as a key and as a sentence.' }),
    fields: z
      .record(z.string(), z.string())
      .optional()
      .meta({ description: 'The same as `errors`, by field, as sentences.' }),
    retryAfter: z.number().optional().meta({ description: 'Seconds until trying again makes sense.' }),
    secondStep: z
      .strictObject({
        ticket: z.string(),
        methods: z.array(z.enum(secondStepMethods)),
        enrol: z.literal(true).optional(),
        waiting: z.literal(true).optional(),
      })
      .optional()
      .meta({
        description:
          'With second_factor_required: the ticket for `POST /auth/second-step`, and the ways to take it.',
      }),
  })
  .meta({ id: 'Problem' });

/** The heading of a route: by the last word of its path that has one. */
function headingOf(path: string, headings: Headings): string {
  const word = path
    .split('/')
    .reverse()
    .find((part) => headings[part] !== undefined);
  return headings[word ?? ''] ?? 'Workspace';
}

const json = (schema: ZodType) => ({ content: { 'application/json': { schema } } });

function describeSuccess({ spec }: MountedRoute): ZodOpenApiOperationObject['responses'] {
  if (spec.bytes)
    return {
      '200': { description: 'The bytes.', content: { '*/*': {} } },
      '206': { description: 'The requested range.', content: { '*/*': {} } },
      '304': { description: 'What you have is what there is.' },
      '416': { description: 'There is no such range.' },
    };
  if (spec.plain)
    return { '200': { description: 'Done.', content: { 'text/plain': { schema: z.literal('ok') } } } };
  if (spec.redirects) return { '302': { description: 'The browser goes on at `Location`.' } };
  if (!spec.answer) return { '204': { description: 'Done.' } };
  const answer = json(spec.answer);
  if (spec.status === 201) return { '201': { description: 'Made.', ...answer } };
  const done = { '200': { description: 'Done, or it was so already.', ...answer } };
  // A repeated creation returns the first result: 201 at first, then 200.
  return spec.repeatable ? { ...done, '201': { description: 'Made.', ...answer } } : done;
}

const isObject = (schema: ZodType | undefined): schema is ZodObject => schema instanceof z.ZodObject;

const PROOF =
  'Needs a session whose password was entered within ten minutes (`POST /session/confirm`), and no access token';

/** The callers of a route: everybody, sessions, or also access tokens of a scope. Source: OpenAPI 3.1, Security Requirement Object (roles). */
function describeAsker({ spec, method, open }: MountedRoute): Partial<ZodOpenApiOperationObject> {
  if (open) return { security: [] };
  const proof =
    spec.proof === undefined
      ? {}
      : { description: spec.proof === true ? `${PROOF}.` : `${spec.proof} ${PROOF}.` };
  const sessionOnly = spec.personal === true || spec.proof === true;
  return {
    ...proof,
    security: sessionOnly ? [{ session: [] }] : [{ session: [] }, { token: [scopeOf(method, spec)] }],
  };
}

function describeOperation(mounted: MountedRoute, headings: Headings): ZodOpenApiOperationObject {
  const { spec, path, method } = mounted;
  const query = spec.query;
  return {
    operationId: `${method}${path.replace(/[/:](\w)/g, (_, letter: string) => letter.toUpperCase()).replace(/\//g, '')}`,
    summary: spec.summary,
    tags: [headingOf(path, headings)],
    ...describeAsker(mounted),
    requestParams: {
      ...(isObject(spec.params) ? { path: spec.params } : {}),
      ...(isObject(query) ? { query } : {}),
    },
    ...(spec.body ? { requestBody: { required: true, ...json(spec.body) } } : {}),
    ...(spec.upload
      ? {
          requestBody: {
            required: true,
            content: {
              'multipart/form-data': {
                schema: z.object({ file: z.any().meta({ override: { type: 'string', format: 'binary' } }) }),
              },
            },
          },
        }
      : {}),
    responses: {
      ...describeSuccess(mounted),
      default: {
        description: 'It was refused; `code` says why.',
        content: { 'application/problem+json': { schema: problem } },
      },
    },
  };
}

/**
 * The API as an OpenAPI 3.1 document, made from the schemas its routes parse and answer with.
 * @param of `base`: `''` or `/chat`; `headings`: of words of paths
 */
export function describeApi(
  mounted: readonly MountedRoute[],
  { base = '', headings = {} }: { base?: string; headings?: Headings } = {},
): ReturnType<typeof createDocument> {
  const paths: ZodOpenApiPathsObject = {};
  for (const one of mounted) {
    const path = one.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [one.method]: describeOperation(one, headings) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version: '1',
      description:
        'Everything the pages of Parley do, for programs. Make an access token under *Settings → Access tokens* and send it as `Authorization: Bearer parley_…`. Errors are problem details (RFC 9457). Sending with the same `Idempotency-Key` again is safe. What happens is told over Socket.IO on the same port.',
    },
    servers: [{ url: `${base}/api/v1` }],
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An access token. Its scope is `read`, `write` or `admin`; each includes those before it.',
        },
        session: {
          type: 'http',
          scheme: 'bearer',
          description: 'What signing in answers, good for a quarter of an hour.',
        },
      },
    },
    security: [{ session: [] }, { token: [] }],
    paths,
  });
}
