import { badRequest } from './scim.errors.js';
import { withoutSchema } from './scim.names.js';

export type Operator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'lt' | 'ge' | 'le';
export type Value = string | number | boolean | null;

/** A filter as a tree. Source of the grammar: RFC 7644, figure 1. */
export type Filter =
  | { is: 'and' | 'or'; parts: Filter[] }
  | { is: 'not'; part: Filter }
  | { is: 'present'; path: string[] }
  | { is: 'compare'; path: string[]; operator: Operator; value: Value }
  | { is: 'some'; path: string[]; part: Filter };

/** Characters of a filter, and groups within groups: more is not written by any program. */
export const MOST_CHARACTERS = 2000;
const DEEPEST = 20;

const operators = new Set(['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'lt', 'ge', 'le']);
const TOKEN = /\s*(?:([()[\]])|("(?:[^"\\]|\\.)*")|([^\s()[\]"]+))/y;

interface Token {
  text: string;
  quoted: boolean;
}

const fault = (detail: string): Error => badRequest('invalidFilter', detail);

function tokensOf(text: string): Token[] {
  if (text.length > MOST_CHARACTERS) throw fault(`A filter has at most ${MOST_CHARACTERS} characters.`);
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < end;) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) throw fault(`The filter cannot be read at ${at + 1}.`);
    tokens.push({ text: found[1] ?? found[2] ?? found[3] ?? '', quoted: found[2] !== undefined });
  }
  return tokens;
}

function valueOf(token: Token | undefined): Value {
  if (!token) throw fault('The filter ends before a value.');
  // Some programs write booleans with a capital.
  const text = token.quoted
    ? token.text
    : token.text.replace(/^(true|false|null)$/i, (word) => word.toLowerCase());
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || typeof value !== 'object') return value as Value;
  } catch {
    // Below.
  }
  throw fault(`${token.text} is no value: texts are in double quotes.`);
}

/** The names of a path, in lower case. @throws ScimFault */
export function namesOf(path: string): string[] {
  const names = withoutSchema(path).toLowerCase().split('.');
  if (names.length > 3 || !names.every((name) => /^[a-z$][\w$-]*$/.test(name)))
    throw fault(`${path} is no name of an attribute.`);
  return names;
}

class Reader {
  private at = 0;
  private depth = 0;
  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Filter {
    const filter = this.or();
    const rest = this.tokens[this.at];
    if (rest) throw fault(`${rest.text} is not expected there.`);
    return filter;
  }

  private word(): string | undefined {
    const token = this.tokens[this.at];
    return token && !token.quoted ? token.text.toLowerCase() : undefined;
  }

  private takes(word: string): boolean {
    if (this.word() !== word) return false;
    this.at += 1;
    return true;
  }

  private within(end: string): Filter {
    this.depth += 1;
    if (this.depth > DEEPEST) throw fault('The filter has too many groups within groups.');
    const filter = this.or();
    this.depth -= 1;
    if (!this.takes(end)) throw fault(`${end} is missing.`);
    return filter;
  }

  private list(is: 'and' | 'or', next: () => Filter): Filter {
    const parts = [next()];
    while (this.takes(is)) parts.push(next());
    const [only] = parts;
    return parts.length === 1 && only ? only : { is, parts };
  }

  private or(): Filter {
    return this.list('or', () => this.and());
  }

  private and(): Filter {
    return this.list('and', () => this.one());
  }

  private one(): Filter {
    if (this.takes('(')) return this.within(')');
    const next = this.tokens[this.at + 1];
    if (this.word() === 'not' && next?.text === '(' && !next.quoted) {
      this.at += 2;
      return { is: 'not', part: this.within(')') };
    }
    return this.attribute();
  }

  private attribute(): Filter {
    const token = this.tokens[this.at++];
    if (!token || token.quoted) throw fault('The name of an attribute is missing.');
    const path = namesOf(token.text);
    if (this.takes('pr')) return { is: 'present', path };
    if (this.takes('[')) return { is: 'some', path, part: this.within(']') };
    const operator = this.word();
    if (operator === undefined || !operators.has(operator))
      throw fault(`${token.text} is not followed by an operator.`);
    this.at += 1;
    const value = valueOf(this.tokens[this.at++]);
    return { is: 'compare', path, operator: operator as Operator, value };
  }
}

/** Parses a filter. @throws ScimFault invalidFilter */
export const parseFilter = (text: string): Filter => new Reader(tokensOf(text)).whole();
