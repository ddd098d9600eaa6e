import { randomBytes, randomUUID } from 'node:crypto';
import { Types } from 'mongoose';
import { Messages, type ClaimedMessage } from '../features/messages/messages.model.js';
import { Members } from '../features/rooms/rooms.model.js';
import type { Server } from '../platform/context.js';
import { people } from './cast.js';
import { YEAR_MS, type Plan, type Scene } from './plan.js';
import { speak } from './talk.js';

const BATCH = 1000;

/** Where the demonstration is written, and who is in it. */
export interface Stage extends Scene {
  server: Pick<Server, 'connection'>;
  owner: Types.ObjectId;
  idOf: Map<string, Types.ObjectId>;
}

/** An id as one made at that time would be: what is listed over rooms is in the order of the ids. */
const idAt = (time: Date): Types.ObjectId =>
  new Types.ObjectId(
    Math.floor(time.getTime() / 1000)
      .toString(16)
      .padStart(8, '0') + randomBytes(8).toString('hex'),
  );

/** Reactions to one message in seventeen. */
function reactionsTo({ memberIds }: Plan, { random, pick }: Scene): ClaimedMessage['reactions'] {
  if (random() >= 0.06) return [];
  const emoji = pick(['👍', '❤️', '🎉', '👀', '💯', '🚀']);
  const userIds = memberIds.filter(() => random() < 0.3).slice(0, 6);
  return userIds.length > 0 ? [{ emoji, userIds }] : [];
}

interface Place {
  seq: number;
  createdAt: Date;
  previous: ClaimedMessage | undefined;
}

function messageOf(plan: Plan, { seq, createdAt, previous }: Place, stage: Stage): ClaimedMessage {
  const { random, pick, idOf, owner } = stage;
  const said = speak(
    random,
    people.map(([username]) => username),
  );
  const mentionIds = said.mentions.flatMap((name) => idOf.get(name) ?? []);
  // People send several messages in a row: often the next one is by the same person.
  const authorId = previous && random() < 0.35 ? previous.authorId : pick(plan.memberIds);
  return {
    _id: idAt(createdAt),
    roomId: plan.room._id,
    authorId,
    clientId: randomUUID(),
    seq,
    rev: seq,
    revs: [seq],
    createdAt,
    editedAt: null,
    deletedAt: null,
    text: said.text,
    mentionIds,
    ...(mentionIds.length > 0 ? { mentioned: true as const } : {}),
    ...(previous && random() < 0.04
      ? { replyTo: { messageId: previous._id, seq: previous.seq }, answersId: previous.authorId }
      : { replyTo: null }),
    reactions: reactionsTo(plan, stage),
    history: [],
    notice: null,
    // Of the last hundred a few are pinned, so that there is something to find.
    ...(plan.messages - seq < 100 && seq % 31 === 0
      ? { pinned: { userId: owner, at: new Date(createdAt.getTime() + 60_000) } }
      : {}),
  };
}

/** Times spread over the year, in working hours, the last ones a few minutes ago. */
function timesOf({ messages }: Plan, { now, random }: Scene): number[] {
  return Array.from({ length: messages }, (_, i) => {
    const day = now - YEAR_MS * (1 - i / messages);
    const date = new Date(day);
    if (now - day > 86_400_000)
      date.setHours(8 + Math.floor(random() * 10), Math.floor(random() * 60), Math.floor(random() * 60));
    return date.getTime();
  }).sort((a, b) => a - b);
}

async function writeMembers(plan: Plan, { server, owner, random, now }: Stage): Promise<void> {
  const unread = plan.room.general ? 0 : Math.floor(random() * 4) * (random() < 0.5 ? 1 : 4);
  await Members(server).insertMany(
    plan.memberIds.map((userId) => ({
      roomId: plan.room._id,
      userId,
      version: 1,
      role: userId.equals(owner) ? 'owner' : 'member',
      present: true,
      muted: plan.room.name.startsWith('random'),
      favourite: userId.equals(owner) && plan.room.name === 'launch-week',
      readSeq: userId.equals(owner) ? plan.messages - unread : plan.messages - Math.floor(random() * 3),
      joinedAt: new Date(now - YEAR_MS),
    })),
  );
}

/** Writes a year of messages of a room, and its memberships. `written` is called with the number of messages of each batch. */
export async function writeHistory(
  plan: Plan,
  stage: Stage,
  written: (count: number) => void,
): Promise<void> {
  const times = timesOf(plan, stage);
  let previous: ClaimedMessage | undefined;
  for (let from = 0; from < plan.messages; from += BATCH) {
    const batch: ClaimedMessage[] = [];
    for (let i = from; i < Math.min(from + BATCH, plan.messages); i++) {
      previous = messageOf(plan, { seq: i + 1, createdAt: new Date(times[i] ?? stage.now), previous }, stage);
      batch.push(previous);
    }
    // History is brought in whole, as an import does: nobody listens yet, so the door for live changes is not needed.
    await Messages(stage.server).collection.insertMany(batch);
    written(batch.length);
  }
  await writeMembers(plan, stage);
}
