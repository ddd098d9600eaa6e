type Edits = typeof import('./editing') & typeof import('./lines') & typeof import('./marks');

let edits: Edits | undefined;

/** What changes the box without being typed. A second after the first room shows it is there, or with the first key. */
export async function loadEdits(): Promise<Edits> {
  const [editing, lines, marks] = await Promise.all([
    import('./editing'),
    import('./lines'),
    import('./marks'),
  ]);
  return (edits ??= { ...editing, ...lines, ...marks });
}

/** The same, if it has been loaded. */
export const editsNow = (): Edits | undefined => edits;
