import type { paths } from './rest/paths.generated';

/**
 * The REST API as the server describes it: which routes there are, what each takes and answers. All of it is types but `addressOf`; decision 038.
 */
type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Method and path of each route, as in the API's description: `'GET /rooms/{roomId}'`. */
export type Route = {
  [P in keyof paths]: `${Uppercase<keyof paths[P] & Method>} ${P}`;
}[keyof paths];

type OperationOf<R extends Route> = R extends `${infer M} ${infer P extends keyof paths}`
  ? paths[P][Lowercase<M> & keyof paths[P]]
  : never;

/** What may be left out may also be undefined: neither JSON nor `addressOf` writes it. */
type Loose<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]: Partial<Pick<T, K>> extends Pick<T, K> ? Loose<T[K]> | undefined : Loose<T[K]> }
    : T;

type Parameters<O, Kind extends 'path' | 'query'> = O extends { parameters: Record<Kind, infer Values> }
  ? Record<Kind, Values>
  : O extends { parameters: Partial<Record<Kind, infer Values>> }
    ? Partial<Record<Kind, Values>>
    : unknown;

type Body<O> = O extends { requestBody: { content: { 'application/json': infer Value } } }
  ? { body: Value }
  : unknown;

type InputOfOperation<O> = O extends unknown
  ? Loose<Parameters<O, 'path'> & Parameters<O, 'query'> & Body<O>>
  : never;

type AnswerOfOperation<O> = O extends { responses: infer Responses }
  ? {
      [Status in keyof Responses & (200 | 201 | 204)]: Responses[Status] extends {
        content: { 'application/json': infer Value };
      }
        ? Value
        : undefined;
    }[keyof Responses & (200 | 201 | 204)]
  : never;

/** What a route takes: the parameters of its path, its query, its body. */
export type InputOf<R extends Route> = InputOfOperation<OperationOf<R>>;

/** Its response; undefined when it has none. */
export type AnswerOf<R extends Route> = AnswerOfOperation<OperationOf<R>>;

/** The input as an argument, which may be left out where a route takes nothing, or nothing it needs. */
export type Given<R extends Route> =
  Partial<InputOf<R>> extends InputOf<R> ? [input?: InputOf<R>] : [input: InputOf<R>];

/** Routes that take a file as a form. */
export type FormRoute = {
  [R in Route]: OperationOf<R> extends { requestBody: { content: { 'multipart/form-data': unknown } } }
    ? R
    : never;
}[Route];

/** An input, whatever the route. */
export interface AnyInput {
  path?: Record<string, string>;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
}

/** The method of a route, and its address with the values in place. */
export function addressOf(route: string, { path, query }: AnyInput = {}): [method: string, address: string] {
  const [method = '', pattern = ''] = route.split(' ');
  const filled = pattern.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path?.[name] ?? ''));
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return [method, search === '' ? filled : `${filled}?${search}`];
}
