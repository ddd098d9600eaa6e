import { setTimeout } from 'node:timers/promises';

/** Polls until something holds; rejects with its name after the limit. Errors count as "not yet". */
export async function until(
  test: () => boolean | Promise<boolean>,
  what: string,
  limitMs = 120_000,
): Promise<void> {
  const end = Date.now() + limitMs;
  let last: unknown;
  while (Date.now() < end) {
    try {
      if (await test()) return;
    } catch (error) {
      last = error;
    }
    await setTimeout(25);
  }
  throw new Error(
    `not reached in ${limitMs} ms: ${what}${last instanceof Error ? ` (${last.message})` : ''}`,
  );
}
