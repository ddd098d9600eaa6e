/** What is being typed that can be completed: a person, a room, an emoji or a command. */
export interface Completing {
  kind: 'person' | 'room' | 'emoji' | 'command';
  query: string;
  /** Where the sign stands. */
  from: number;
  /** The caret. */
  to: number;
}

const signs: Record<string, Completing['kind']> = { '@': 'person', '#': 'room', ':': 'emoji' };
/** A sign at the beginning or behind a space or bracket, and what was typed behind it. An emoji needs two letters, or every colon would ask. */
const pattern = /(?:^|[\s(["'])([@#]([\p{L}\p{N}._-]*)|:([a-z0-9_+-]{2,}))$/u;

/** What can be completed at the caret, outside of code. */
export function completingAt(text: string, caret: number): Completing | undefined {
  const before = text.slice(0, caret);
  const command = /^\/([a-z]*)$/.exec(before);
  if (command) return { kind: 'command', query: command[1] ?? '', from: 0, to: caret };
  if ((before.match(/```/g)?.length ?? 0) % 2 === 1) return undefined;
  const match = pattern.exec(before);
  const token = match?.[1];
  if (token === undefined) return undefined;
  const kind = signs[token[0] ?? ''];
  return kind && { kind, query: token.slice(1).toLowerCase(), from: caret - token.length, to: caret };
}

/** The text with the completion put in, and where the caret stands then. */
export function complete(text: string, at: Completing, by: string): { text: string; caret: number } {
  const tail = text.slice(at.to);
  const inserted = `${by}${tail.startsWith(' ') ? '' : ' '}`;
  return { text: text.slice(0, at.from) + inserted + tail, caret: at.from + inserted.length };
}

/** Puts marks around the selection, or takes them away when they stand there. */
export function wrapSelection(
  text: string,
  selection: [number, number],
  mark: string,
): { text: string; selection: [number, number] } {
  const [start, end] = selection;
  const inside = text.slice(start, end);
  const n = mark.length;
  if (text.slice(start - n, start) === mark && text.slice(end, end + n) === mark)
    return { text: text.slice(0, start - n) + inside + text.slice(end + n), selection: [start - n, end - n] };
  return {
    text: text.slice(0, start) + mark + inside + mark + text.slice(end),
    selection: [start + n, end + n],
  };
}

/** Puts a mark at the beginning of each selected line. */
export function prefixLines(
  text: string,
  selection: [number, number],
  prefix: string,
): { text: string; selection: [number, number] } {
  const start = text.lastIndexOf('\n', selection[0] - 1) + 1;
  const lines = text.slice(start, selection[1]).split('\n');
  const changed = lines.map((line) => prefix + line).join('\n');
  return {
    text: text.slice(0, start) + changed + text.slice(selection[1]),
    selection: [selection[0] + prefix.length, selection[1] + prefix.length * lines.length],
  };
}
