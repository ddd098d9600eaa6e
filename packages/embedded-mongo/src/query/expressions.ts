import { MongoError } from '../errors.js';
import type { Scope } from './context.js';
import { arrayOperators } from './operators.arrays.js';
import { scalarOperators } from './operators.scalars.js';
import { textOperators } from './operators.text.js';
import { setField } from './paths.js';
import { isDoc, truthy, type Doc } from './values.js';

/** An operator whose operands are evaluated before it runs. */
export type Eager = (operands: unknown[]) => unknown;
/** An operator that decides itself which operands are evaluated, with which variables. */
type Lazy = (operand: unknown, scope: Scope) => unknown;

function field(value: unknown, parts: string[]): unknown {
  let current = value;
  for (const [i, part] of parts.entries()) {
    if (Array.isArray(current)) {
      const rest = parts.slice(i);
      return current.map((item) => field(item, rest)).filter((item) => item !== undefined);
    }
    if (!isDoc(current) || !Object.hasOwn(current, part)) return undefined;
    current = current[part];
  }
  return current;
}

function variable(path: string, scope: Scope): unknown {
  const [name = '', ...parts] = path.split('.');
  switch (name) {
    case 'ROOT':
      return field(scope.root, parts);
    case 'CURRENT':
      return field(scope.current, parts);
    case 'NOW':
      return new Date();
    case 'REMOVE':
      return undefined;
    default:
      if (!Object.hasOwn(scope.variables, name))
        throw new MongoError('BadValue', `Use of undefined variable: ${name}`, { code: 17276 });
      return field(scope.variables[name], parts);
  }
}

const bind = (scope: Scope, variables: Doc): Scope => ({
  ...scope,
  variables: { ...scope.variables, ...variables },
});

function mapOver(
  operand: unknown,
  scope: Scope,
  use: (items: unknown[], each: (item: unknown) => unknown) => unknown,
  body: string,
): unknown {
  const spec = operand as Doc;
  const items = evaluate(spec['input'], scope);
  if (items === null || items === undefined) return null;
  if (!Array.isArray(items))
    throw new MongoError('BadValue', `input to ${body === 'cond' ? '$filter' : '$map'} must be an array`);
  const name = spec['as'] === undefined ? 'this' : String(spec['as']);
  return use(items, (item) => evaluate(spec[body], bind(scope, { [name]: item })));
}

const lazy: Record<string, Lazy> = {
  $literal: (operand) => operand,
  $cond: (operand, scope) => {
    const parts: unknown[] = Array.isArray(operand)
      ? operand
      : [(operand as Doc)['if'], (operand as Doc)['then'], (operand as Doc)['else']];
    const [test, yes, no] = parts;
    return truthy(evaluate(test, scope)) ? evaluate(yes, scope) : evaluate(no, scope);
  },
  $ifNull: (operand, scope) => {
    let value: unknown;
    for (const item of operand as unknown[]) {
      value = evaluate(item, scope);
      if (value !== null && value !== undefined) return value;
    }
    return value;
  },
  $switch: (operand, scope) => {
    const spec = operand as { branches: Doc[]; default?: unknown };
    const branch = spec.branches.find((candidate) => truthy(evaluate(candidate['case'], scope)));
    if (branch) return evaluate(branch['then'], scope);
    if (!('default' in spec))
      throw new MongoError('BadValue', '$switch could not find a matching branch', { code: 40066 });
    return evaluate(spec.default, scope);
  },
  $and: (operand, scope) => (operand as unknown[]).every((item) => truthy(evaluate(item, scope))),
  $or: (operand, scope) => (operand as unknown[]).some((item) => truthy(evaluate(item, scope))),
  $let: (operand, scope) => {
    const { vars, in: body } = operand as { vars: Doc; in: unknown };
    const values = Object.fromEntries(
      Object.entries(vars).map(([name, value]) => [name, evaluate(value, scope)]),
    );
    return evaluate(body, bind(scope, values));
  },
  $map: (operand, scope) =>
    mapOver(operand, scope, (items, each) => items.map((item) => each(item) ?? null), 'in'),
  $filter: (operand, scope) =>
    mapOver(operand, scope, (items, each) => items.filter((item) => truthy(each(item))), 'cond'),
  $reduce: (operand, scope) => {
    const spec = operand as Doc;
    const items = evaluate(spec['input'], scope);
    if (items === null || items === undefined) return null;
    return (items as unknown[]).reduce(
      (value, item) => evaluate(spec['in'], bind(scope, { value, this: item })),
      evaluate(spec['initialValue'], scope),
    );
  },
  $getField: (operand, scope) => {
    const spec = isDoc(operand) && 'field' in operand ? operand : { field: operand, input: '$$CURRENT' };
    const input = evaluate(spec['input'] ?? '$$CURRENT', scope);
    const name = String(evaluate(spec['field'], scope));
    return isDoc(input) && Object.hasOwn(input, name) ? input[name] : undefined;
  },
  $setField: (operand, scope) =>
    replaceField(operand as Doc, scope, evaluate((operand as Doc)['value'], scope)),
  $unsetField: (operand, scope) => replaceField(operand as Doc, scope, undefined),
};

function replaceField(spec: Doc, scope: Scope, value: unknown): unknown {
  const input = evaluate(spec['input'], scope);
  if (!isDoc(input)) return null;
  const name = String(evaluate(spec['field'], scope));
  const result = { ...input };
  if (value === undefined) delete result[name];
  else setField(result, name, value);
  return result;
}

const eager: Record<string, Eager> = { ...scalarOperators, ...textOperators, ...arrayOperators };

function operator(name: string, operand: unknown, scope: Scope): unknown {
  const special = Object.hasOwn(lazy, name) ? lazy[name] : undefined;
  if (special) return special(operand, scope);
  const run = Object.hasOwn(eager, name) ? eager[name] : undefined;
  if (!run) throw new MongoError('InvalidPipelineOperator', `Unrecognized expression '${name}'`);
  const operands = Array.isArray(operand)
    ? operand.map((item) => evaluate(item, scope))
    : [evaluate(operand, scope)];
  return run(operands);
}

/** Evaluates an aggregation expression. Undefined means "missing". @throws MongoError for what MongoDB refuses or only it can do. */
export function evaluate(expression: unknown, scope: Scope): unknown {
  if (typeof expression === 'string') {
    if (expression.startsWith('$$')) return variable(expression.slice(2), scope);
    return expression.startsWith('$') ? field(scope.current, expression.slice(1).split('.')) : expression;
  }
  if (Array.isArray(expression)) return expression.map((item) => evaluate(item, scope) ?? null);
  if (!isDoc(expression)) return expression;
  const names = Object.keys(expression);
  const [first] = names;
  if (first?.startsWith('$') === true) {
    if (names.length > 1)
      throw new MongoError('BadValue', 'an object representing an expression must have exactly one field', {
        code: 15983,
      });
    return operator(first, expression[first], scope);
  }
  const result: Doc = {};
  for (const name of names) {
    const value = evaluate(expression[name], scope);
    if (value !== undefined) setField(result, name, value);
  }
  return result;
}
