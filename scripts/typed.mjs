/**
 * Parses the arguments of a command: shows its help, or refuses unknown ones, before anything is built or done.
 * From source, because help must not need a build; in an installation without sources, the command does it itself.
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
