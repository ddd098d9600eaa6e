import type { FileView } from '@parley/shared/files';
import type { Actor } from '../../platform/context.js';
import { liveSettings } from '../../platform/liveSettings.js';
import { findRoomUnchecked, listMembers, listRoomIdsUnchecked, type RoomDoc } from '../rooms/rooms.access.js';
import { viewMember, viewRoom } from '../rooms/rooms.view.js';
import { listUsers } from '../users/users.access.js';
import { viewUser } from '../users/users.view.js';
import { readWorkspace, requireWorkspace } from '../workspace/workspace.access.js';
import { exportsLive } from './exports.live.js';
import { escapeHtml, href, htmlPage } from './html.js';
import { roomList, writeFileTo, writeRoom } from './rooms.js';
import type { Spool } from './spool.js';
import { lines, type Work } from './work.js';

async function titleOf({ people }: Work, { name, memberIds }: RoomDoc): Promise<string> {
  if (name !== '') return name;
  await people.learn(memberIds.map(String));
  return memberIds.map(String).map(people.nameOf).join(', ');
}

/** A room with its files. @param files collects the path of each file */
async function writeOne(work: Work, room: RoomDoc, files: Spool) {
  const paths = new Map<string, { file: FileView; path: string }>();
  const written = await writeRoom(work, {
    roomId: String(room._id),
    title: await titleOf(work, room),
    keeps: () => true,
    format: 'jsonl',
    pathOf: (file, folder) => {
      const known = paths.get(file.fileId)?.path ?? work.archive.names.take(`${folder}/files`, file.name);
      paths.set(file.fileId, { file, path: known });
      return known.slice(folder.length + 1);
    },
  });
  for (const { file, path } of paths.values()) {
    work.check();
    await writeFileTo(work, path, file);
  }
  await files.add([...paths.values()].map(({ file, path }) => ({ ...file, path })));
  return written;
}

/** The rooms of this archive: the others only where the workspace has said so, for everybody to read. */
async function roomsOf(actor: Actor, includePrivate: boolean): Promise<RoomDoc[]> {
  const rooms: RoomDoc[] = [];
  for await (const roomId of listRoomIdsUnchecked(actor.server)) {
    const room = await findRoomUnchecked(actor.server, roomId);
    if (room && (room.type === 'public' || includePrivate)) rooms.push(room);
  }
  return rooms;
}

/** Writes the archive of the workspace. @throws forbidden when the person is no owner any more, Interrupted */
export async function writeWorkspace(work: Work, actor: Actor): Promise<void> {
  requireWorkspace(actor, 'exportWorkspace');
  const { server, archive } = work;
  // As it was when the archive was started, and only as long as it is so.
  const includePrivate = work.includePrivate && liveSettings(server, exportsLive).includePrivate;
  const [workspace, rooms] = [await readWorkspace(server), await roomsOf(actor, includePrivate)];
  work.expect(rooms.length + 1);
  const people = (await listUsers(actor)).map((user) => ({ ...viewUser(user), email: user.email }));
  await archive.text('data/people.jsonl', lines(people));
  const [files, described] = [work.spool(), work.spool()];
  const written = [];
  for (const room of rooms) {
    const members = (await listMembers(server, String(room._id))).map(viewMember);
    const one = await writeOne(work, room, files);
    await described.add([{ ...viewRoom(room), members, folder: one?.folder ?? null }]);
    if (one) written.push(one);
    await work.step();
  }
  await Promise.all([files.end(), described.end()]);
  await archive.text('data/files.jsonl', described.count === 0 ? [] : files.withEnds());
  await archive.text('data/rooms.jsonl', described.withEnds());
  const about = { name: workspace.name, exportedAt: new Date().toISOString(), includePrivate };
  await archive.text('data/workspace.json', [`${JSON.stringify(about, null, 2)}\n`]);
  const kind = includePrivate ? 'all rooms and direct messages' : 'public rooms';
  await archive.text('index.html', [
    htmlPage(
      workspace.name,
      `<p class="soft">${escapeHtml(`${kind} · ${about.exportedAt.slice(0, 10)}`)}. The same as data: the files that end in .jsonl.</p>
<h2>Rooms</h2>${roomList(written, href)}`,
    ),
  ]);
}
