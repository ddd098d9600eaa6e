import type { MessageView } from '@parley/shared/messages';
import { readHeads, readWithHistory } from '../messages/messages.access.js';
import { findFloors } from '../rooms/floors.access.js';
import { viewMessage } from '../messages/messages.view.js';
import { readBytes } from '../uploads/files.actions.js';
import { MESSAGES_PER_PAGE } from './exports.limits.js';
import { escapeHtml, htmlPage, messageHtml } from './html.js';
import type { Spool } from './spool.js';
import type { Work } from './work.js';

type HistoryMessage = Awaited<ReturnType<typeof readWithHistory>>[number];

/** Messages read at once. */
const PAGE = 200;

/** A message with its earlier texts. */
export type ExportedMessage = MessageView & { edits?: { text: string; writtenAt: string }[] };

/** What of a room is exported. */
export interface RoomPart {
  roomId: string;
  title: string;
  keeps: (message: HistoryMessage) => boolean;
  /** Called with each page that was read, before it is filtered. */
  onPage?: (messages: HistoryMessage[]) => Promise<void>;
  /** What is shown of a message, where that is less than all of it. */
  shows?: (message: ExportedMessage) => ExportedMessage;
  /** The path of a file from the folder of the room; undefined for one that is not in the archive. */
  pathOf: (file: MessageView['files'][number], folder: string) => string | undefined;
  /** The names of its two forms of data. */
  format: 'json' | 'jsonl';
}

const exported = (message: HistoryMessage): ExportedMessage => ({
  ...viewMessage(message),
  ...(message.history.length === 0
    ? {}
    : {
        edits: message.history.map(({ text, writtenAt }) => ({ text, writtenAt: writtenAt.toISOString() })),
      }),
});

/** Everybody whose name a page of messages shows. */
const peopleOf = (messages: readonly MessageView[]): string[] =>
  messages.flatMap(({ authorId, reactions }) => [authorId, ...reactions.flatMap(({ userIds }) => userIds)]);

/** Reads a room into a temporary file. */
async function readRoom(
  work: Work,
  { roomId, keeps, onPage, shows = (message) => message }: RoomPart,
): Promise<Spool> {
  const { server, people, scanned, check } = work;
  const { headRev } = await readHeads(server, roomId);
  const spool = work.spool();
  let seq = (await findFloors(server, [roomId])).get(roomId) ?? 0;
  for (;;) {
    check();
    const page = await readWithHistory(server, roomId, seq, PAGE);
    await onPage?.(page);
    const views = page
      .filter((message) => !message.deletedAt && keeps(message))
      .map((message) => shows(exported(message)));
    await people.learn(peopleOf(views));
    await spool.add(views);
    seq = page.at(-1)?.seq ?? seq;
    if (page.length < PAGE) break;
  }
  await spool.end();
  scanned.push({ roomId, rev: headRev, seq });
  return spool;
}

const pageName = (page: number): string => (page === 1 ? 'index.html' : `page-${page}.html`);

function navigation(page: number, pages: number): string {
  const link = (to: number, text: string): string =>
    to < 1 || to > pages ? '' : `<a href="${pageName(to)}">${text}</a> `;
  const place = pages < 2 ? '' : `<span class="soft">${page} / ${pages}</span>`;
  return `<nav>${link(page - 1, '← Earlier')}${link(page + 1, 'Later →')}${place} <a href="../../index.html">Overview</a></nav>`;
}

/** Writes a room: its messages as data and as pages. @returns its folder in the archive; undefined when there is nothing */
export async function writeRoom(
  work: Work,
  part: RoomPart,
): Promise<{ folder: string; count: number; title: string } | undefined> {
  const { archive, people, check } = work;
  const spool = await readRoom(work, part);
  if (spool.count === 0) return undefined;
  const folder = archive.names.take('rooms', part.title);
  if (part.format === 'json') await archive.text(`${folder}/messages.json`, spool.asArray());
  else await archive.text(`${folder}/messages.jsonl`, spool.withEnds());
  const pages = Math.ceil(spool.count / MESSAGES_PER_PAGE);
  let page = 0;
  for await (const group of spool.groups(MESSAGES_PER_PAGE)) {
    check();
    page += 1;
    const nav = navigation(page, pages);
    const body = (group as MessageView[]).map((message) => {
      const byId = new Map(message.files.map((file) => [file.fileId, file]));
      return messageHtml(message, {
        nameOf: people.nameOf,
        pathOf: (fileId) => {
          const file = byId.get(fileId);
          return file && part.pathOf(file, folder);
        },
      });
    });
    await archive.text(`${folder}/${pageName(page)}`, [
      htmlPage(part.title, `${nav}\n${body.join('\n')}\n${nav}`),
    ]);
  }
  return { folder, count: spool.count, title: part.title };
}

const isCompressed = (type: string): boolean => /^(image|video|audio)\/|zip|gzip/.test(type);

/** Adds the bytes of a file, unless it is gone. */
export async function writeFileTo(
  { server, archive }: Work,
  path: string,
  { fileId, type }: { fileId: string; type: string },
): Promise<void> {
  const stream = await readBytes(server, fileId);
  if (stream) await archive.stream(path, stream, { compress: !isCompressed(type) });
}

/** The list of rooms on the first page. */
export const roomList = (
  rooms: { folder: string; count: number; title: string }[],
  link: (folder: string) => string,
): string =>
  `<ul>${rooms
    .map(
      ({ folder, count, title }) =>
        `<li><a href="${link(folder)}/index.html" dir="auto">${escapeHtml(title)}</a> <span class="soft">${count}</span></li>`,
    )
    .join('\n')}</ul>`;
