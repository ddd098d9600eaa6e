/** Where the line of a place begins. `lastIndexOf` takes a negative place for the first one. */
export const lineStart = (text: string, at: number): number =>
  at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;

/** Is this place inside a block of code that was opened before it? */
export const isInFence = (text: string, at: number): boolean =>
  (text.slice(0, at).match(/```+/g)?.length ?? 0) % 2 === 1;

/** Is this place in code, of a block or between backticks of its line? */
export function isInCode(text: string, at: number): boolean {
  if (isInFence(text, at)) return true;
  const line = text.slice(lineStart(text, at), at).replace(/```[\s\S]*?```/g, '');
  return (line.match(/`+/g)?.length ?? 0) % 2 === 1;
}
