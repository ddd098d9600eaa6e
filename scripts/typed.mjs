/**
 * Reads what was typed after a command: shows its help, or refuses what nobody knows, before anything is built or done.
 * From source, because help must not need a build; where only what is built is installed, the command does it itself.
 */
export async function checkTyped(name) {
  const source = await import('tsx/esm/api').then(
    ({ register }) => register(),
    () => undefined,
  );
  if (!source) return;
  const { typedFor } = await import('../server/src/operations/terminal.ts');
  typedFor(name);
  await source();
}
