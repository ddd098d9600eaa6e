import openapiTS, { astToString } from 'openapi-typescript';
import type { describeApi } from '../platform/openapi.js';

type Document = ReturnType<typeof describeApi>;
type Paths = Record<string, Record<string, { tags?: string[]; responses?: Record<string, unknown> }>>;

/** The folder of the client with the types, from the root of the repository. */
export const REST_TYPES = 'client/src/platform/rest';

const HEAD = '/** Written by `npm run docs:api` from the routes of the server. */\n';
const nameOf = (heading: string): string => heading.toLowerCase().replace(/\W+/g, '-');

/** The paths of a document by their headings. Refusals are left out: they have one type, which the client checks by `isProblem`. */
function byHeading(document: Document): Map<string, Paths> {
  const found = new Map<string, Paths>();
  for (const [path, methods] of Object.entries(structuredClone(document.paths ?? {}) as Paths))
    for (const [method, operation] of Object.entries(methods)) {
      delete operation.responses?.['default'];
      const name = nameOf(operation.tags?.[0] ?? 'other');
      const paths = found.get(name) ?? {};
      found.set(name, { ...paths, [path]: { ...paths[path], [method]: operation } });
    }
  return found;
}

/** An object without others in it that fits on one line, or one of a single property. */
const SHORT = /\{\n((?: +[^\s{}][^\n{}]*;\n)+| +\S[^\n]*;\n) *\}/g;
const WIDTH = 90;

/** Puts short objects on one line, repeatedly. */
function compact(text: string): string {
  const shorter = text.replace(SHORT, (long, inner: string) => {
    const line = inner.trim().replace(/\n +/g, ' ');
    return line.length > WIDTH ? long : `{ ${line} }`;
  });
  return shorter === text ? text : compact(shorter);
}

async function typesOf(document: Document, paths: Paths): Promise<string> {
  // As text: its own type of a document has no `undefined`.
  const nodes = await openapiTS(JSON.stringify({ ...document, paths }), { defaultNonNullable: false });
  return (
    astToString(nodes)
      .replace(/^ *\/\*\*.*?\*\/\n/gms, '')
      // Unused kinds of parameters, and headers, which are not described.
      .replace(/^ +\w+\?: never;\n/gm, '')
      .replace(/^ +headers: \{\n.*\n +\};\n/gm, '')
      .replace(/^ +parameters: \{\n +\};\n/gm, '')
      .replace(/^export type .*\n/gm, '')
  );
}

/** An interface of a generated text, unchanged. */
const interfaceOf = (text: string, name: string): string =>
  new RegExp(`^export interface ${name} \\{\n.*?^\\}\n`, 'ms').exec(text)?.[0] ?? '';

/** A schema in the generated text, at the first level of `schemas`. */
const ENTRY = /^ {8}(\w+\??): .*?(?=^ {8}\w|^ {4}\})/gms;

/** The schemas in two files, since one would be too long: those that use no others, and the rest. */
function schemaFiles(text: string): [string, string][] {
  const entries = [...compact(text).matchAll(ENTRY)].map(([entry, name = '']) => ({ entry, name }));
  const own = (name: string): string => `components["schemas"]["${name}"]`;
  const isPlain = ({ entry, name }: (typeof entries)[number]): boolean =>
    !entry.replaceAll(own(name), '').includes('components[');
  const plain = entries
    .filter(isPlain)
    .map(({ entry, name }) => entry.replaceAll(own(name), `Plain["${name}"]`));
  const rest = entries.filter((one) => !isPlain(one)).map(({ entry }) => entry);
  const uses = "import type { Plain } from './plainSchemas.generated';\n\n";
  return [
    ['plainSchemas.generated.ts', `${HEAD}export interface Plain {\n${plain.join('')}}\n`],
    [
      'schemas.generated.ts',
      `${HEAD}${uses}export interface components {\n    schemas: Plain & {\n${rest.join('')}    };\n}\n`,
    ],
  ];
}

/**
 * The types of the REST API: a file for each heading of its description, two for the schemas, and one that joins them. Descriptions
 * are left out; they are in the document.
 * @param document of the mounted routes, as `GET /openapi.json` answers it
 * @returns the texts by the names of their files below `REST_TYPES`
 */
export async function restTypes(document: Document): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const schemas = interfaceOf(await typesOf(document, {}), 'components');
  for (const [name, text] of schemaFiles(schemas)) files.set(name, text);
  const names: string[] = [];
  for (const [name, paths] of byHeading(document)) {
    const text = await typesOf(document, paths);
    const operations = interfaceOf(text, 'operations').replace('export ', '');
    const uses = operations.includes('components[')
      ? "import type { components } from './schemas.generated';\n\n"
      : '';
    files.set(`${name}.generated.ts`, HEAD + uses + compact(`${interfaceOf(text, 'paths')}\n${operations}`));
    names.push(name);
  }
  const imports = names.map((name, i) => `import type { paths as P${i} } from './${name}.generated';\n`);
  const joined = `\nexport type paths = ${names.map((_, i) => `P${i}`).join(' & ')};\n`;
  files.set('paths.generated.ts', HEAD + imports.join('') + joined);
  return files;
}
