/** The values for `{name}` in a sentence. */
export type Params = Record<string, string | number>;

type Names<Sentence extends string> = Sentence extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

/** The arguments of a sentence: nothing, or one object with a value for each of its names. */
export type ParamsOf<Sentence extends string> = [Names<Sentence>] extends [never]
  ? [params?: Record<string, never>]
  : [params: Record<Names<Sentence>, string | number>];

/** Takes a sentence with `{name}` in it, returns it with the values. */
export const filled = (sentence: string, params: Params = {}): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name]));
