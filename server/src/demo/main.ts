import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { seeded } from '@parley/shared/random';
import { nameKey } from '@parley/shared/text';
import bcrypt from 'bcrypt';
import mongoose, { Types } from 'mongoose';
import { environment, readConfig } from '../config.js';
import { endProcess, startEmbeddedMongo } from '../embedded-mongo/start.js';
import { Messages, type ClaimedMessage } from '../features/messages/messages.model.js';
import { Members, Rooms, type RoomDoc } from '../features/rooms/rooms.model.js';
import { Users } from '../features/users/users.model.js';
import { connectDatabase, createIndexes } from '../platform/database.js';
import { directMessages, generalMessages, people, rooms } from './cast.js';
import { openFileStore } from '../platform/fileStore/openFileStore.js';
import { addFiles } from './files.js';
import { speak } from './talk.js';

const PASSWORD = 'a demo for everybody';
const BATCH = 1000;
const YEAR_MS = 365 * 86_400_000;

function progress(done: number, total: number): void {
  const width = 32;
  const filled = Math.round((done / total) * width);
  const line = `  [${'█'.repeat(filled)}${'·'.repeat(width - filled)}] ${done.toLocaleString('en')} of ${total.toLocaleString('en')} messages`;
  process.stdout.write(process.stdout.isTTY ? `\r${line}` : done === total ? `${line}\n` : '');
}

interface Plan {
  room: RoomDoc;
  memberIds: Types.ObjectId[];
  messages: number;
}

const config = readConfig(environment());
const random = seeded(20261121);
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
const started = Date.now();
const embedded =
  config.MONGODB_URI === undefined
    ? await startEmbeddedMongo({
        folder: config.dataFolder,
        database: 'parley',
        onCrash: ({ message }) => process.stderr.write(`\nThe embedded database stopped: ${message}\n`),
      })
    : undefined;
const connection = await connectDatabase(config.MONGODB_URI ?? embedded?.uri ?? '');
const server = { connection };
await createIndexes(connection);

if ((await Users(server).exists({})) !== null) {
  process.stderr.write(
    'This workspace has people in it already; the demonstration is for an empty one. Set PARLEY_DATA to another folder.\n',
  );
  await connection.close();
  await endProcess(1);
}

const now = Date.now();
const passwordHash = await bcrypt.hash(PASSWORD, 10);
const users = people.map(([username, displayName, status], i) => ({
  _id: new Types.ObjectId(),
  version: 1,
  username,
  names: [username],
  displayName,
  email: `${username}@example.org`,
  passwordHash,
  statusEmoji: status?.[0] ?? '',
  statusText: status?.[1] ?? '',
  role: i === 0 ? ('owner' as const) : ('member' as const),
  active: true,
  showReceipts: true,
  presenceMode: 'auto' as const,
  timeZone: pick(['Europe/Berlin', 'America/Sao_Paulo', 'Asia/Tokyo']),
  ...(i === 0 ? { founder: 1 as const } : {}),
  createdAt: new Date(now - YEAR_MS),
}));
await Users(server).insertMany(users);
const ids = users.map((user) => user._id);
const idOf = new Map(users.map((user) => [user.username, user._id]));
const owner = ids[0] as Types.ObjectId;

const roomDoc = (over: Partial<RoomDoc>): RoomDoc => ({
  _id: new Types.ObjectId(),
  version: 1,
  type: 'public',
  name: '',
  nameKey: nameKey(over.name ?? ''),
  topic: '',
  memberIds: [],
  archived: false,
  createdBy: owner,
  createdAt: new Date(now - YEAR_MS),
  ...over,
});

const plans: Plan[] = [
  {
    room: roomDoc({ name: 'General', topic: 'Everybody is here', general: 1 }),
    memberIds: ids,
    messages: generalMessages,
  },
];
for (const { name, topic, type, messages, members } of rooms)
  plans.push({ room: roomDoc({ name, topic, type }), memberIds: ids.slice(0, members), messages });
const conversation = (type: 'direct' | 'group', memberIds: Types.ObjectId[], messages: number): void => {
  const key = createHash('sha256')
    .update([...memberIds.map(String)].sort().join(','))
    .digest('base64url');
  plans.push({ room: roomDoc({ type, memberIds, peopleKey: `${type}:${key}` }), memberIds, messages });
};
for (const other of ids.slice(1, 9)) conversation('direct', [owner, other], directMessages / 10);
conversation('group', [owner, ids[4] as Types.ObjectId, ids[1] as Types.ObjectId], directMessages / 5);

await Rooms(server).insertMany(plans.map(({ room }) => room));
const total = plans.reduce((sum, plan) => sum + plan.messages, 0);
let done = 0;

/** An id as one made at that time would be: what is listed over rooms is in the order of the ids. */
const idAt = (time: Date): Types.ObjectId =>
  new Types.ObjectId(
    Math.floor(time.getTime() / 1000)
      .toString(16)
      .padStart(8, '0') + randomBytes(8).toString('hex'),
  );

function messageOf(
  plan: Plan,
  seq: number,
  createdAt: Date,
  previous: ClaimedMessage | undefined,
): ClaimedMessage {
  const said = speak(
    random,
    people.map(([username]) => username),
  );
  const mentionIds = said.mentions.flatMap((name) => idOf.get(name) ?? []);
  // People speak in runs: often the next message is by the same person.
  const authorId = previous && random() < 0.35 ? previous.authorId : pick(plan.memberIds);
  const reactions =
    random() < 0.06
      ? [
          {
            emoji: pick(['👍', '❤️', '🎉', '👀', '💯', '🚀']),
            userIds: plan.memberIds.filter(() => random() < 0.3).slice(0, 6),
          },
        ].filter(({ userIds }) => userIds.length > 0)
      : [];
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
    reactions,
    history: [],
    notice: null,
    // Of the last hundred a few are pinned, so that there is something to find.
    ...(plan.messages - seq < 100 && seq % 31 === 0
      ? { pinned: { userId: owner, at: new Date(createdAt.getTime() + 60_000) } }
      : {}),
  };
}

for (const plan of plans) {
  let previous: ClaimedMessage | undefined;
  // Spread over the year, in working hours, the last ones a few minutes ago.
  const times = Array.from({ length: plan.messages }, (_, i) => {
    const day = now - YEAR_MS * (1 - i / plan.messages);
    const date = new Date(day);
    if (now - day > 86_400_000)
      date.setHours(8 + Math.floor(random() * 10), Math.floor(random() * 60), Math.floor(random() * 60));
    return date.getTime();
  }).sort((a, b) => a - b);
  for (let from = 0; from < plan.messages; from += BATCH) {
    const batch: ClaimedMessage[] = [];
    for (let i = from; i < Math.min(from + BATCH, plan.messages); i++) {
      previous = messageOf(plan, i + 1, new Date(times[i] ?? now), previous);
      batch.push(previous);
    }
    // History is brought in whole, as an import does: nobody listens yet, so the door for live changes is not needed.
    await Messages(server).collection.insertMany(batch);
    done += batch.length;
    progress(done, total);
  }
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

await addFiles(
  { connection, files: await openFileStore(config, connection) },
  plans.map(({ room }) => room),
);
const seconds = ((Date.now() - started) / 1000).toFixed(1);
process.stdout.write(
  `\n  ${people.length} people, ${plans.length} rooms and conversations, ${total.toLocaleString('en')} messages in ${seconds} s.\n  Start it with npm start and sign in as  jo  with the password  ${PASSWORD}\n`,
);
await connection.close();
await mongoose.disconnect();
await endProcess(0);
