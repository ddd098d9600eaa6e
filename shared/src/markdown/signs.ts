/** Scripts without spaces, or whose words have endings without a gap: marks may be inside their words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const word = /[\p{L}\p{N}\p{M}]/u;
const space = /\s/u;

/** The sign that ends before `at`; empty at the beginning. */
export function signBefore(text: string, at: number): string {
  const unit = text.charCodeAt(at - 1);
  const low = unit >= 0xdc00 && unit <= 0xdfff;
  return text.slice(Math.max(0, at - (low ? 2 : 1)), at);
}

/** The sign that begins at `at`; empty at the end. */
export function signAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
}

export const isSpace = (sign: string): boolean => sign === '' || space.test(sign);
export const isUnspaced = (sign: string): boolean => unspaced.test(sign);
/** A letter or digit of a script whose words have spaces between them. */
export const isWordSign = (sign: string): boolean => word.test(sign) && !unspaced.test(sign);
