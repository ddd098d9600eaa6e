import { Int32 } from 'bson';
import { MongoError, unsupported } from '../errors.js';
import { isNumber, toDouble } from './numbers.js';
import { toRegExp } from './predicates.js';
import { compareStrings, typeName, type Doc } from './values.js';

type Eager = (operands: unknown[]) => unknown;
const absent = (value: unknown): boolean => value === null || value === undefined;

function text(name: string, value: unknown): string {
  if (absent(value)) return '';
  if (typeof value !== 'string')
    throw new MongoError('BadValue', `${name} requires a string argument, found: ${typeName(value)}`);
  return value;
}

const count = (value: unknown): number => (isNumber(value) ? toDouble(value) : 0);

function trim(spec: unknown, sides: 'both' | 'start' | 'end'): unknown {
  const { input, chars } = spec as Doc;
  if (absent(input)) return null;
  const set = absent(chars) ? undefined : [...text('$trim', chars)];
  const gone = (c: string): boolean => (set ? set.includes(c) : /[\s\0]/.test(c));
  const all = [...text('$trim', input)];
  let from = 0;
  let to = all.length;
  if (sides !== 'end') while (from < to && gone(all[from] ?? '')) from += 1;
  if (sides !== 'start') while (to > from && gone(all[to - 1] ?? '')) to -= 1;
  return all.slice(from, to).join('');
}

function replace(spec: unknown, everywhere: boolean): unknown {
  const { input, find, replacement } = spec as Doc;
  if (absent(input) || absent(find) || absent(replacement)) return null;
  const [where, what, by] = [text('$replace', input), text('$replace', find), text('$replace', replacement)];
  return everywhere ? where.replaceAll(what, () => by) : where.replace(what, () => by);
}

function regexFind(spec: unknown): Doc | null {
  const { input, regex, options } = spec as Doc;
  if (absent(input) || absent(regex)) return null;
  const found = toRegExp(regex, options).exec(text('$regexFind', input));
  if (!found) return null;
  const before = found.input.slice(0, found.index);
  return {
    match: found[0],
    idx: new Int32([...before].length),
    captures: found.slice(1).map((group: string | undefined) => group ?? null),
  };
}

const dateFields: Record<string, (d: Date) => string> = {
  Y: (d) => String(d.getUTCFullYear()).padStart(4, '0'),
  m: (d) => String(d.getUTCMonth() + 1).padStart(2, '0'),
  d: (d) => String(d.getUTCDate()).padStart(2, '0'),
  H: (d) => String(d.getUTCHours()).padStart(2, '0'),
  M: (d) => String(d.getUTCMinutes()).padStart(2, '0'),
  S: (d) => String(d.getUTCSeconds()).padStart(2, '0'),
  L: (d) => String(d.getUTCMilliseconds()).padStart(3, '0'),
  '%': () => '%',
};

function dateToString(operand: unknown): unknown {
  const spec = operand as Doc;
  if (spec['timezone'] !== undefined && !['UTC', 'GMT'].includes(String(spec['timezone'])))
    throw unsupported('$dateToString with a time zone');
  if (!(spec['date'] instanceof Date)) return spec['onNull'] ?? null;
  const date = spec['date'];
  if (spec['format'] === undefined) return date.toISOString();
  return String(spec['format']).replace(/%(.)/g, (_, letter: string) => {
    const part = dateFields[letter];
    if (!part) throw unsupported(`$dateToString format %${letter}`);
    return part(date);
  });
}

export const textOperators: Record<string, Eager> = {
  $concat: (operands) =>
    operands.some(absent) ? null : operands.map((value) => text('$concat', value)).join(''),
  $toLower: ([value]) => text('$toLower', value).toLowerCase(),
  $toUpper: ([value]) => text('$toUpper', value).toUpperCase(),
  $strcasecmp: ([a, b]) =>
    new Int32(compareStrings(text('$strcasecmp', a).toUpperCase(), text('$strcasecmp', b).toUpperCase())),
  $strLenCP: ([value]) => new Int32([...text('$strLenCP', value)].length),
  $strLenBytes: ([value]) => new Int32(Buffer.byteLength(text('$strLenBytes', value))),
  $substrCP: ([value, start, length]) =>
    [...text('$substrCP', value)].slice(count(start), count(start) + count(length)).join(''),
  $substrBytes: substringBytes,
  $substr: substringBytes,
  $split: ([value, by]) => (absent(value) ? null : text('$split', value).split(text('$split', by))),
  $indexOfCP: ([value, part]) => {
    if (absent(value)) return null;
    const at = text('$indexOfCP', value).indexOf(text('$indexOfCP', part));
    return new Int32(at < 0 ? -1 : [...text('$indexOfCP', value).slice(0, at)].length);
  },
  $trim: ([spec]) => trim(spec, 'both'),
  $ltrim: ([spec]) => trim(spec, 'start'),
  $rtrim: ([spec]) => trim(spec, 'end'),
  $replaceOne: ([spec]) => replace(spec, false),
  $replaceAll: ([spec]) => replace(spec, true),
  $regexMatch: ([spec]) => regexFind(spec) !== null,
  $regexFind: ([spec]) => regexFind(spec),
  $dateToString: ([spec]) => dateToString(spec),
};

function substringBytes([value, start, length]: unknown[]): string {
  const bytes = Buffer.from(text('$substr', value));
  const from = count(start);
  return bytes.subarray(from, count(length) < 0 ? undefined : from + count(length)).toString();
}
