import type { State } from '../../core/store';

/** Above this many people notifying them all needs a confirmation. */
const CONFIRM_ABOVE = 20;

type Parser = typeof import('@parley/shared/markdown/mentions');
let parser: Parser | undefined;

/** The parser is loaded with the first text that seems to mention many. */
async function loadParser(): Promise<Parser> {
  parser ??= await import('@parley/shared/markdown/mentions');
  return parser;
}

/** Words that mention many. The parser decides whether they do; until it is loaded they all count. */
const calling = /@(?:(here)|room|everyone|all|channel)(?![a-z0-9])/giu;

function callsIn(text: string): { room: boolean; here: boolean } {
  const found = [...text.matchAll(calling)];
  if (found.length === 0) return { room: false, here: false };
  if (parser) return parser.callsIn(text);
  loadParser().catch(() => undefined);
  return {
    here: found.some(([, here]) => here !== undefined),
    room: found.some(([, here]) => here === undefined),
  };
}

/** How many people a text would notify in a room, if that needs a confirmation; else undefined. */
export function callsMany(state: State, roomId: string, text: string): number | undefined {
  const calls = callsIn(text);
  if (!calls.room && !calls.here) return undefined;
  const myId = state.session.me?.userId;
  const others = Object.values(state.rooms.members[roomId] ?? {}).filter(
    ({ present, userId }) => present && userId !== myId,
  );
  const called = calls.room
    ? others
    : others.filter(({ userId }) => state.people.presences[userId] === 'online');
  return called.length > CONFIRM_ABOVE ? called.length : undefined;
}
