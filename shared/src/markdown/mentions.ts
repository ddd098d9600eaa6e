import type { Block, Inline, MentionNode } from './nodes.js';
import { parseMessage } from './parse.js';

/** Words that mention many people at once: everybody in the room, or those who are online. */
const everybody = new Set(['room', 'everyone', 'all', 'channel']);
const HERE = 'here';

const inlineMentions = (nodes: Inline[]): MentionNode[] =>
  nodes.flatMap((node) => {
    if (node.type === 'mention') return [node];
    return 'children' in node ? inlineMentions(node.children) : [];
  });

function blockMentions(block: Block): MentionNode[] {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return inlineMentions(block.children);
    case 'quote':
      return block.children.flatMap(blockMentions);
    case 'list':
      return block.items.flatMap(({ children }) => children.flatMap(blockMentions));
    case 'table':
      return [block.header, ...block.rows].flatMap((row) => row.flatMap(inlineMentions));
    case 'code':
    case 'rule':
      return [];
  }
}

/** The meaning of a mention: everybody in the room, those who are online, or the first of its names that exists. */
export type Meaning<Person> = { kind: 'room' } | { kind: 'here' } | { kind: 'person'; person: Person };

/**
 * Whom a mention means. The page renders by it and the server notifies by it, so that both are the same.
 *
 * @param names as of `MentionNode`, the longest first
 * @param personOf looks up a user name; undefined for nobody
 * @returns undefined for nobody
 */
export function meaningOf<Person>(
  names: readonly string[],
  personOf: (name: string) => Person | undefined,
): { name: string; meaning: Meaning<Person> } | undefined {
  for (const name of names) {
    if (everybody.has(name)) return { name, meaning: { kind: 'room' } };
    if (name === HERE) return { name, meaning: { kind: 'here' } };
    const person = personOf(name);
    if (person !== undefined) return { name, meaning: { kind: 'person', person } };
  }
  return undefined;
}

/** The names each mention in a text may mean, once each; what is in code, an address or behind a backslash is none. */
export function mentionsIn(text: string): string[][] {
  if (!text.includes('@')) return [];
  const found = new Map(
    parseMessage(text)
      .flatMap(blockMentions)
      .map(({ names }) => [names[0] ?? '', names]),
  );
  return [...found.values()];
}

/** Calls of many people at once in a text. */
export function callsIn(text: string): { room: boolean; here: boolean } {
  const kinds = new Set(mentionsIn(text).map((names) => meaningOf(names, () => undefined)?.meaning.kind));
  return { room: kinds.has('room'), here: kinds.has('here') };
}
