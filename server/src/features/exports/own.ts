import type { Actor } from '../../platform/context.js';
import { listFormerRoomIds, listOwnRooms, type RoomDoc } from '../rooms/rooms.access.js';
import { viewOwnMember, viewRoom } from '../rooms/rooms.view.js';
import { eachFileOf } from '../uploads/files.actions.js';
import { readPicture } from '../uploads/pictures.actions.js';
import { viewFile } from '../uploads/files.view.js';
import { loadMe } from '../users/users.access.js';
import { readWorkspace } from '../workspace/workspace.access.js';
import { escapeHtml, href, htmlOf, htmlPage } from './html.js';
import { roomList, writeFileTo, writeRoom, type RoomPart } from './rooms.js';
import type { Spool } from './spool.js';
import type { Work } from './work.js';

/** Files that are added before a step is counted. */
const FILES_PER_STEP = 20;

type Ownership = { files: Map<string, string>; types: Map<string, string> };

/** The title of a room: its name, or for direct messages and groups the names of the others. */
async function titleOf(
  { people }: Work,
  { name, type, memberIds }: RoomDoc,
  userId: string,
): Promise<string> {
  if (name !== '' || type === 'public' || type === 'private') return name;
  const others = memberIds.map(String).filter((id) => id !== userId);
  await people.learn(others);
  return others.map(people.nameOf).join(', ') || people.nameOf(userId);
}

/** Gives each of one's uploads its path in the archive. */
async function listUploads({ server, archive }: Work, actor: Actor, uploads: Spool): Promise<Ownership> {
  const own: Ownership = { files: new Map(), types: new Map() };
  for await (const file of eachFileOf(server, actor.userId)) {
    const fileId = String(file._id);
    const path = archive.names.take('files', file.name);
    own.files.set(fileId, path);
    own.types.set(fileId, file.type);
    await uploads.add([
      { ...viewFile(file), roomId: String(file.roomId), createdAt: file.createdAt.toISOString(), path },
    ]);
  }
  await uploads.end();
  return own;
}

/** The rooms one is in with all of them that is one's own, and of those one has left what one wrote. */
async function partsOf(
  work: Work,
  actor: Actor,
  { files, reactions }: Ownership & { reactions: Spool },
): Promise<RoomPart[]> {
  const { server, userId } = actor;
  const base = {
    format: 'json' as const,
    pathOf: ({ fileId }: { fileId: string }) => {
      const path = files.get(fileId);
      return path === undefined ? undefined : `../../${path}`;
    },
    onPage: async (messages: Parameters<NonNullable<RoomPart['onPage']>>[0]) =>
      await reactions.add(
        messages.flatMap((message) =>
          message.reactions
            .filter(({ userIds }) => !message.deletedAt && userIds.some((id) => String(id) === userId))
            .map(({ emoji }) => ({
              roomId: String(message.roomId),
              messageId: String(message._id),
              seq: message.seq,
              emoji,
            })),
        ),
      ),
  };
  const isMine = ({ authorId }: { authorId: unknown }): boolean => String(authorId) === userId;
  const own = await listOwnRooms(actor);
  const parts: RoomPart[] = [];
  for (const { room } of own)
    parts.push({
      ...base,
      roomId: String(room._id),
      title: await titleOf(work, room, userId),
      keeps: room.type === 'direct' || room.type === 'group' ? () => true : isMine,
    });
  // The name of a room one is not in any more may be one that one never saw.
  for (const roomId of await listFormerRoomIds(server, userId))
    parts.push({
      ...base,
      roomId,
      title: 'A room you left',
      keeps: isMine,
      // Who has reacted there, also since then, is not theirs to know any more.
      shows: (message) => ({
        ...message,
        reactions: message.reactions
          .filter(({ userIds }) => userIds.includes(userId))
          .map((reaction) => ({ ...reaction, userIds: [userId] })),
      }),
    });
  return parts;
}

/** Everything the server stores of a person, each feature's part by its name. */
async function writeSections({ archive }: Work, actor: Actor): Promise<string> {
  const rooms = (await listOwnRooms(actor)).map(({ room, member }) => ({
    ...viewRoom(room),
    membership: { ...viewOwnMember(member), joinedAt: member.joinedAt.toISOString() },
  }));
  const parts = await Promise.all(actor.server.ownDataParts.map((part) => part(actor)));
  const sections: Record<string, unknown> = { ...(Object.assign({}, ...parts) as object), rooms };
  for (const [name, value] of Object.entries(sections))
    await archive.text(`data/${name}.json`, [`${JSON.stringify(value, null, 2)}\n`]);
  const shown = Object.entries(sections).map(
    ([name, value]) => `<h2 id="${escapeHtml(name)}">${escapeHtml(name)}</h2>\n${htmlOf(value)}`,
  );
  await archive.text('data.html', [
    htmlPage('What is stored about you', `<nav><a href="index.html">Overview</a></nav>${shown.join('\n')}`),
  ]);
  return `<ul><li><a href="data.html">What is stored about you</a></li></ul>`;
}

/** Writes the archive of one's own data. @throws Interrupted */
export async function writeOwn(work: Work, actor: Actor): Promise<void> {
  const { server, archive, people } = work;
  const [me, { name }] = await Promise.all([loadMe(actor), readWorkspace(server)]);
  await people.learn([actor.userId]);
  const overview = await writeSections(work, actor);
  const picture = me.pictureAt ? await readPicture(actor, actor.userId).catch(() => undefined) : undefined;
  if (picture) await archive.stream('picture.webp', picture, { compress: false });
  const [uploads, reactions] = [work.spool(), work.spool()];
  const owned = await listUploads(work, actor, uploads);
  const parts = await partsOf(work, actor, { ...owned, reactions });
  work.expect(parts.length + Math.ceil(owned.files.size / FILES_PER_STEP));
  const written = [];
  for (const part of parts) {
    const room = await writeRoom(work, part);
    if (room) written.push(room);
    await work.step();
  }
  await reactions.end();
  await archive.text('data/reactions.json', reactions.asArray());
  await archive.text('data/files.json', uploads.asArray());
  let added = 0;
  for (const [fileId, path] of owned.files) {
    await writeFileTo(work, path, { fileId, type: owned.types.get(fileId) ?? '' });
    if (++added % FILES_PER_STEP === 0) await work.step();
  }
  const day = new Date().toISOString().slice(0, 10);
  await archive.text('index.html', [
    htmlPage(
      `${me.displayName} in ${name}`,
      `<p class="soft">@${escapeHtml(me.username)} · ${day}. The same as data: the files that end in .json.</p>
${overview}<h2>Messages</h2>${roomList(written, href)}`,
    ),
  ]);
}
