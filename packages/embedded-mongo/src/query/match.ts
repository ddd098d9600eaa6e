import { MongoError, unsupported } from '../errors.js';
import type { MatchContext, Matcher } from './context.js';
import { evaluate } from './expressions.js';
import { fieldPredicate, type Predicate } from './predicates.js';
import { valuesAt } from './paths.js';
import { isDoc, truthy, type Doc } from './values.js';

const logical = {
  $and:
    (all: Matcher[]): Matcher =>
    (doc) =>
      all.every((match) => match(doc)),
  $or:
    (all: Matcher[]): Matcher =>
    (doc) =>
      all.some((match) => match(doc)),
  $nor:
    (all: Matcher[]): Matcher =>
    (doc) =>
      !all.some((match) => match(doc)),
};

function compileLogical(name: keyof typeof logical, operand: unknown, context: MatchContext): Matcher {
  if (!Array.isArray(operand) || operand.length === 0 || !operand.every(isDoc))
    throw new MongoError('BadValue', `${name} must be a nonempty array of objects`);
  return logical[name](operand.map((clause) => compileFilter(clause, context)));
}

function compileTopLevel(name: string, operand: unknown, context: MatchContext): Matcher {
  switch (name) {
    case '$and':
    case '$or':
    case '$nor':
      return compileLogical(name, operand, context);
    case '$expr':
      return (doc) =>
        truthy(evaluate(operand, { root: doc, current: doc, variables: context.variables ?? {} }));
    case '$comment':
      return () => true;
    case '$where':
    case '$text':
    case '$jsonSchema':
    case '$sampleRate':
      throw unsupported(name);
    default:
      throw new MongoError('BadValue', `unknown top level operator: ${name}`);
  }
}

const compileField =
  (path: string, predicate: Predicate): Matcher =>
  (doc) =>
    predicate(valuesAt(doc, path));

/**
 * Compiles a MongoDB query into a test of one document.
 * @throws MongoError BadValue for what MongoDB refuses, CommandNotSupported for what only MongoDB supports.
 */
export function compileFilter(filter: Doc, context: MatchContext = {}): Matcher {
  const parts = Object.entries(filter).map(([name, operand]) =>
    name.startsWith('$')
      ? compileTopLevel(name, operand, context)
      : compileField(name, fieldPredicate(operand, { ...context, compileFilter })),
  );
  const [first] = parts;
  if (!first) return () => true;
  return parts.length === 1 ? first : (doc) => parts.every((match) => match(doc));
}
