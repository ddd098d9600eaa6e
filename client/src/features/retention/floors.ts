import type { MessageView } from '@parley/shared/messages';
import type { RoomView } from '@parley/shared/rooms';
import type { Core } from '../../core/core';
import { quotesLoaded, stoodAt, timelineDropped, type RoomTimeline } from '../../core/state/timelines';
import type { State } from '../../core/store';

type Floored = RoomView & { floorSeq: number };

const hasFloor = (room: RoomView): room is Floored => room.floorSeq !== undefined;

const flooredRooms = ({ rooms: { byId, visited } }: State): Floored[] =>
  [...Object.values(byId).map(({ room }) => room), ...Object.values(visited)].filter(hasFloor);

const above = ({ messages }: RoomTimeline, floorSeq: number): RoomTimeline['messages'] =>
  messages.filter(({ seq }) => seq > floorSeq);

const reachesBelow = ({ messages: [first] }: RoomTimeline, floorSeq: number): boolean =>
  first !== undefined && first.seq <= floorSeq;

const emptied = (message: MessageView): MessageView => ({
  ...message,
  deletedAt: message.createdAt,
  text: '',
  files: [],
  reactions: [],
  replyTo: null,
});

/** Quotes of what is below the floor are those of a deleted message: nothing loads them any more. */
function dropQuotes(core: Core, { roomId, floorSeq }: Floored): void {
  const { byRoom, quoted } = core.store.getState().timelines;
  const shown = Object.values(quoted).filter(
    (message) => message.roomId === roomId && message.seq <= floorSeq && message.deletedAt === null,
  );
  const missing = (byRoom[roomId]?.messages ?? []).flatMap((message) => {
    const { replyTo } = message;
    if (!replyTo || replyTo.seq > floorSeq || quoted[replyTo.messageId]) return [];
    return { ...message, ...replyTo, authorId: '' };
  });
  const gone = [...shown, ...missing].map(emptied);
  if (gone.length > 0) core.store.dispatch(quotesLoaded(gone));
}

/** The run that a page shows of a room. */
function dropShown(core: Core, { roomId, floorSeq }: Floored): void {
  const timeline = core.store.getState().timelines.byRoom[roomId];
  if (!timeline || !reachesBelow(timeline, floorSeq)) return;
  const messages = above(timeline, floorSeq);
  if (messages.length > 0) {
    const page = { messages, hasMoreBefore: false, hasMoreAfter: !timeline.live };
    core.store.dispatch(stoodAt({ roomId, page }));
    return;
  }
  core.store.dispatch(timelineDropped({ roomId }));
  // Without a network the next connection opens it.
  core.rooms.openRoom(roomId).catch(() => undefined);
}

/** What this browser has cached of a room, which may not be opened for long. */
async function dropCached({ storage }: Core, { roomId, floorSeq }: Floored): Promise<void> {
  const cached = (await storage?.timelines.get(roomId)) as RoomTimeline | undefined;
  if (!cached || !reachesBelow(cached, floorSeq)) return;
  const rest = { messages: above(cached, floorSeq), held: [], atStart: true };
  await storage?.timelines.put(roomId, { ...cached, ...rest });
}

/**
 * Drops what is below the floors of rooms, from the page and from the cache: when a room changes, after each sync, and when a page arrives
 * late. Safe to repeat.
 * @returns how to stop it
 */
export function watchFloors(core: Core): () => void {
  const cleared = new Map<string, number>();
  let seen: unknown[] = [];
  const look = (): void => {
    const state = core.store.getState();
    const now = [state.rooms.byId, state.rooms.visited, state.timelines.byRoom, state.timelines.quoted];
    if (now.every((part, i) => part === seen[i])) return;
    seen = now;
    for (const room of flooredRooms(state)) {
      dropShown(core, room);
      dropQuotes(core, room);
      if (cleared.get(room.roomId) === room.floorSeq) continue;
      cleared.set(room.roomId, room.floorSeq);
      // Tried again when the page is loaded again.
      dropCached(core, room).catch(() => undefined);
    }
  };
  look();
  return core.store.subscribe(look);
}
