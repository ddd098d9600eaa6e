import { MongoError } from '../errors.js';
import type { MatchContext } from './context.js';
import { evaluate } from './expressions.js';
import { compileFilter } from './match.js';
import { isNumber, toDouble } from './numbers.js';
import { setField } from './paths.js';
import { isDoc, truthy, type Doc } from './values.js';

/** A projection as a tree: true includes, false excludes, `compute` replaces. */
type Leaf = boolean | { compute: (value: unknown, root: Doc) => unknown };
interface Tree {
  [name: string]: Leaf | Tree;
}

const isTree = (node: Leaf | Tree | undefined): node is Tree =>
  typeof node === 'object' && !('compute' in node && typeof node.compute === 'function');

function arraySlice(operand: unknown): (value: unknown) => unknown {
  const [a, b] = Array.isArray(operand) ? (operand as unknown[]) : [operand, undefined];
  const first = isNumber(a) ? toDouble(a) : 0;
  return (value) => {
    if (!Array.isArray(value)) return value;
    const items: unknown[] = value;
    if (!isNumber(b)) return first < 0 ? items.slice(first) : items.slice(0, first);
    const start = first < 0 ? Math.max(items.length + first, 0) : first;
    return items.slice(start, start + toDouble(b));
  };
}

function leaf(operand: unknown, context: MatchContext): Leaf | Tree {
  if (isNumber(operand) || typeof operand === 'boolean') return truthy(operand);
  if (isDoc(operand)) {
    const [first] = Object.keys(operand);
    if (first === '$slice' && !Array.isArray(operand['$slice']))
      return { compute: arraySlice(operand['$slice']) };
    if (first === '$slice' && (operand['$slice'] as unknown[]).every(isNumber))
      return { compute: arraySlice(operand['$slice']) };
    if (first === '$elemMatch') {
      const match = compileFilter({ items: { $elemMatch: operand['$elemMatch'] } }, context);
      return {
        compute: (value) => {
          const found = Array.isArray(value)
            ? (value as unknown[]).find((item) => match({ items: [item] }))
            : undefined;
          return found === undefined ? undefined : [found];
        },
      };
    }
    if (first !== undefined && !first.startsWith('$'))
      return Object.fromEntries(Object.entries(operand).map(([name, value]) => [name, leaf(value, context)]));
  }
  return {
    compute: (_value, root) => evaluate(operand, { root, current: root, variables: context.variables ?? {} }),
  };
}

function grow(tree: Tree, path: string, node: Leaf | Tree): void {
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  let at = tree;
  for (const part of parts) {
    const next = at[part];
    if (next !== undefined && !isTree(next))
      throw new MongoError('BadValue', `Path collision at ${path}`, { code: 31249 });
    at = isTree(next) ? next : (at[part] = {});
  }
  at[last] = node;
}

function hasInclusion(tree: Tree, depth = 0): boolean | undefined {
  for (const [name, node] of Object.entries(tree)) {
    if (depth === 0 && name === '_id') continue;
    if (typeof node === 'boolean') return node;
    if (isTree(node)) {
      const inner = hasInclusion(node, depth + 1);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

function project(value: unknown, tree: Tree, including: boolean, root: Doc): unknown {
  if (Array.isArray(value))
    return value.map((item) => project(item, tree, including, root)).filter((item) => item !== undefined);
  if (!isDoc(value)) return including ? undefined : value;
  const result: Doc = {};
  for (const [name, field] of Object.entries(value)) {
    const node = Object.hasOwn(tree, name) ? tree[name] : undefined;
    let kept: unknown;
    if (node === undefined) kept = including ? undefined : field;
    else if (node === true) kept = field;
    else if (node === false) kept = undefined;
    else if (isTree(node)) kept = project(field, node, including, root);
    else kept = node.compute(field, root);
    if (kept !== undefined) setField(result, name, kept);
  }
  for (const [name, node] of Object.entries(tree)) {
    if (Object.hasOwn(value, name) || typeof node === 'boolean') continue;
    const made = isTree(node) ? project({}, node, including, root) : node.compute(undefined, root);
    if (made !== undefined && !(isDoc(made) && isTree(node) && Object.keys(made).length === 0))
      setField(result, name, made);
  }
  return result;
}

/** Compiles a find projection or a `$project` stage. @throws MongoError when inclusion and exclusion are mixed. */
export function compileProjection(spec: Doc, context: MatchContext = {}): (doc: Doc) => Doc {
  if (Object.keys(spec).length === 0) return (doc) => doc;
  const tree: Tree = {};
  for (const [path, operand] of Object.entries(spec)) {
    if (path.includes('.$'))
      throw new MongoError(
        'CommandNotSupported',
        'positional projection is not supported by the embedded database; use $elemMatch',
      );
    grow(tree, path, leaf(operand, context));
  }
  const inclusion = hasInclusion(tree);
  const computed = Object.values(spec).some(
    (operand) =>
      !isNumber(operand) && typeof operand !== 'boolean' && !(isDoc(operand) && '$slice' in operand),
  );
  const including = inclusion ?? (computed || tree['_id'] === true);
  if (hasMixed(tree, including))
    throw new MongoError('BadValue', 'Cannot do exclusion in inclusion projection', { code: 31254 });
  if (including && tree['_id'] === undefined) tree['_id'] = true;
  return (doc) => project(doc, tree, including, doc) as Doc;
}

const hasMixed = (tree: Tree, including: boolean, depth = 0): boolean =>
  Object.entries(tree).some(([name, node]) =>
    depth === 0 && name === '_id'
      ? false
      : typeof node === 'boolean'
        ? node !== including
        : isTree(node) && hasMixed(node, including, depth + 1),
  );
