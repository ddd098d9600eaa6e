import { trusted, Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { findTogether } from '../../platform/findTogether.js';
import { requireClient, type Gone } from '../../platform/oneAtATime.js';
import { Messages, type MessageDoc } from './messages.model.js';

/** One kind of mentions in one room; `before` is the last one read. */
interface Source {
  filter: Record<string, unknown>;
  before: Types.ObjectId | undefined;
}

const sourcesOf = (userId: string, roomIds: string[], before: string | undefined): Source[] => {
  const me = new Types.ObjectId(userId);
  return roomIds.flatMap((id) => {
    const roomId = new Types.ObjectId(id);
    return [
      { mentionIds: me, mentioned: true, roomId },
      { answersId: me, roomId },
      { mentionsRoom: true, roomId },
    ].map((filter) => ({ filter, before: before === undefined ? undefined : new Types.ObjectId(before) }));
  });
};

/** Limit of the first query of each source: most have none. */
const FIRST = 8;

/**
 * The newest mentions of a person: by name, by replies, and of everybody. One index scan for each room: messages of rooms
 * one is not in are never read, however many there are.
 *
 * @param at.roomIds the rooms one is in
 * @param at.gone checked between two queries
 * @returns at most `limit`, the newest first
 * @throws ClientGone
 */
export async function findCalls(
  server: Server,
  at: { userId: string; roomIds: string[]; gone: Gone },
  page: { before: string | undefined; limit: number },
): Promise<MessageDoc[]> {
  let open = sourcesOf(at.userId, at.roomIds, page.before);
  let newest: string[] = [];
  for (let each = Math.min(FIRST, page.limit); open.length > 0; each = Math.min(each * 2, page.limit)) {
    requireClient(at.gone);
    const found = await findTogether(
      Messages(server),
      open.map(({ filter, before }) => ({
        filter: before === undefined ? filter : { ...filter, _id: { $lt: before } },
        sort: { _id: -1 as const },
        limit: each,
        fields: { _id: 1 as const },
      })),
    );
    const ids = found.map((messages) => messages.flatMap(({ _id }) => _id ?? []));
    newest = [...new Set([...newest, ...ids.flat().map(String)])].sort().reverse().slice(0, page.limit);
    const oldest = newest.length === page.limit ? (newest.at(-1) ?? '') : '';
    // A source may have more when it filled its limit and its last message is among the newest.
    open = open.flatMap(({ filter }, i) => {
      const last = ids[i]?.at(-1);
      return last && ids[i]?.length === each && String(last) > oldest ? [{ filter, before: last }] : [];
    });
  }
  requireClient(at.gone);
  const messages = await Messages(server)
    .find({ _id: trusted({ $in: newest }) })
    .lean();
  const byId = new Map(messages.map((message) => [String(message._id), message]));
  return newest.flatMap((id) => byId.get(id) ?? []);
}
