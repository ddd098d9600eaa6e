type Texts = Record<string, string>;

/** What a language has beside English: the texts of the page, and those of the server's refusals by their keys. */
export interface Translation {
  texts: Texts;
  refusals: Texts;
}

/** Takes what `import.meta.glob` found, returns one catalogue. */
export const merged = (found: Record<string, Texts>): Texts =>
  Object.assign({}, ...Object.values(found)) as Texts;
