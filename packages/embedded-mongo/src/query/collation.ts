import type { Doc, StringOrder } from './values.js';

const sensitivities: Record<number, Intl.CollatorOptions['sensitivity']> = {
  1: 'base',
  2: 'accent',
  3: 'variant',
};

/**
 * The string order of a MongoDB collation document, by the ICU data of Node.
 * Strength 4 and 5 compare as 3, since Intl does not distinguish them.
 */
export function stringOrder(collation: unknown): StringOrder {
  const spec = collation as Doc | undefined;
  if (!spec || spec['locale'] === undefined || spec['locale'] === 'simple') return undefined;
  const sensitivity = sensitivities[Number(spec['strength'] ?? 3)] ?? 'variant';
  const collator = new Intl.Collator(String(spec['locale']).replace('_', '-'), {
    sensitivity: spec['caseLevel'] === true && sensitivity === 'base' ? 'case' : sensitivity,
    numeric: spec['numericOrdering'] === true,
    ...(spec['caseFirst'] === 'upper' || spec['caseFirst'] === 'lower'
      ? { caseFirst: spec['caseFirst'] }
      : {}),
    ignorePunctuation: spec['alternate'] === 'shifted',
  });
  return (a, b) => collator.compare(a, b);
}
