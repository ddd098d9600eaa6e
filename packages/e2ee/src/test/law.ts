import { expect } from 'vitest';

/** The package, or a mutant of it. */
export type Api = typeof import('../e2ee.ts');
export type Code = import('../e2ee.ts').FailureCode;

/** What must hold. It is checked of the package, and of mutants, where at least one must not. */
export interface Law {
  name: string;
  holds: (api: Api) => Promise<void>;
}

/** Expects a refusal with one of the codes. A mutant has a class of its own, so the code decides. */
export async function refused(promise: Promise<unknown>, ...codes: Code[]): Promise<void> {
  const code = await promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );
  expect(codes).toContain(code);
}

/** Another value of the same kind: one bit, one place, one more. */
export function altered(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (value === null) return 'x'.repeat(43);
  if (Array.isArray(value)) return [...(value as unknown[]), 'more'];
  const text = String(value);
  const first = text.startsWith('A') ? 'B' : 'A';
  return first + text.slice(1);
}

/** @returns what must be there @throws where it is not */
export function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('absent');
  return value;
}
