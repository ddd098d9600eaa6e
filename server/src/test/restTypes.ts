import openapiTS, { astToString } from 'openapi-typescript';
import type { describeApi } from '../platform/openapi.js';

type Document = ReturnType<typeof describeApi>;

/** Where the client has the types, from the root of the repository. */
export const REST_TYPES = 'client/src/platform/rest.generated.ts';

const HEAD = `/** Written by \`npm run docs:api\` from the routes of the server; \`paths\` is what client/src/platform/rest.ts takes types from. */\n`;

/** What is refused has one type, for every route: the client reads it by \`isProblem\`. */
function withoutRefusals(document: Document): Document {
  const copy = structuredClone(document);
  for (const path of Object.values(copy.paths ?? {}))
    for (const operation of Object.values(path) as { responses?: Record<string, unknown> }[])
      delete operation.responses?.['default'];
  return copy;
}

/**
 * The types of the REST API.
 * @param document of the mounted routes, as `GET /openapi.json` answers it
 * @returns the text of the file at `REST_TYPES`
 */
export async function restTypes(document: Document): Promise<string> {
  // As text: its own type of a document has no `undefined`.
  const nodes = await openapiTS(JSON.stringify(withoutRefusals(document)), { defaultNonNullable: false });
  const text = astToString(nodes)
    // What a path has not, and headers, of which nothing is said: two thirds of the lines.
    .replace(/^ +\w+\?: never;\n/gm, '')
    .replace(/^ +headers: \{\n.*\n +\};\n/gm, '')
    .replace(/^ +parameters: \{\n +\};\n/gm, '')
    .replace(/^export type (webhooks|\$defs) = .*\n/gm, '');
  return HEAD + text;
}
