import { z } from 'zod';
import { compose, type Piece } from '../compose.js';

/**
 * Schemas for bodies of other programs: everything may be missing or of another kind, and then counts as absent.
 * Nothing in them mentions anybody: a user name of GitHub is nobody's here.
 */
const LONGEST = 20_000;
const MOST = 5000;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A string, or a number as a string; cut where it is very long. */
export const words = z.preprocess(
  (value) =>
    typeof value === 'string'
      ? value.slice(0, LONGEST)
      : typeof value === 'number'
        ? String(value)
        : undefined,
  z.string().max(LONGEST).optional(),
);
export const maybe = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (isObject(value) ? value : undefined), schema.optional());
export const listOf = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (value) => (Array.isArray(value) ? (value as unknown[]).filter(isObject).slice(0, MOST) : []),
    z.array(item).max(MOST),
  );
/** Labels of an alert: names and words. */
export const labels = z.preprocess(
  (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
            .slice(0, 50)
            .map(([name, text]) => [name.slice(0, 200), text.slice(0, LONGEST)]),
        )
      : {},
  z.record(z.string().max(200), z.string().max(LONGEST)),
);
export const flag = z.preprocess((value) => value === true, z.boolean());

const ELLIPSIS = '…';

/** The first line of a text, at most `most` UTF-16 units of it. */
export function oneLine(text: string | undefined, most = 200): string {
  const [line = ''] = (text ?? '').trim().split(/\r?\n/u);
  return line.length <= most
    ? line
    : line
        .slice(0, most)
        .replace(/[\ud800-\udbff]$/u, '')
        .trimEnd() + ELLIPSIS;
}

/** A text without marks. */
export const said = (text: string | undefined): Piece => ({ text: text ?? '', quiet: true });
export const strong = (text: string | undefined, href?: string): Piece => ({
  text: text ?? '',
  href,
  bold: true,
  quiet: true,
});
export const linked = (text: string | undefined, href: string | undefined): Piece => ({
  text: text ?? '',
  href,
  quiet: true,
});
export const code = (text: string): Piece => ({ text, code: true, quiet: true });

/** One line of a message. */
export const line = (...pieces: Piece[]): string => compose(pieces.map(flat));
const flat = (piece: Piece): Piece => ({ ...piece, text: piece.text.replace(/\s*\n\s*/gu, ' ') });

const MOST_SHOWN = 10;

/** The first ten lines of a list, and how many more there are. */
export const items = <T>(all: readonly T[], lineFor: (item: T) => string, total = all.length): string[] => [
  ...all.slice(0, MOST_SHOWN).map((item) => `- ${lineFor(item)}`),
  ...(total > MOST_SHOWN ? [`- … and ${total - MOST_SHOWN} more`] : []),
];

/** The beginning of a text, as a quote. */
export const quote = (text: string | undefined): string[] => {
  const begun = oneLine(text, 500);
  return begun === '' ? [] : [`> ${line(said(begun))}`];
};

export const message = (...lines: (string | string[])[]): string =>
  lines
    .flat()
    .filter((text) => text !== '')
    .join('\n');

/** `3 commits`. */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
