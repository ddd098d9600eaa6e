type Edits = typeof import('./editing') & typeof import('./lines') & typeof import('./marks');

let edits: Edits | undefined;

/** Loads what changes the box other than by typing: a second after the first room shows, or with the first key. */
export async function loadEdits(): Promise<Edits> {
  const [editing, lines, marks] = await Promise.all([
    import('./editing'),
    import('./lines'),
    import('./marks'),
  ]);
  return (edits ??= { ...editing, ...lines, ...marks });
}

/** The same, if it is loaded. */
export const editsNow = (): Edits | undefined => edits;
