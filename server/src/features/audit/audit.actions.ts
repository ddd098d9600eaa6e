import { once } from 'node:events';
import type {
  AuditCheckView,
  AuditEntryView,
  AuditExportQuery,
  AuditFilter,
  AuditPageView,
  AuditQuery,
} from '@parley/shared/audit';
import type { Actor, Server } from '../../platform/context.js';
import type { Gone } from '../../platform/oneAtATime.js';
import { plainLine } from '../../platform/plainLine.js';
import { listReadableRooms } from '../rooms/rooms.access.js';
import { findAccounts, findErased, type UserDoc } from '../users/users.access.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { readEntries, verifyChain } from './audit.access.js';
import { recordAudit } from './audit.change.js';
import { csvHead, csvRow, type Names } from './audit.csv.js';
import type { AuditDoc } from './audit.model.js';
import { viewEntry } from './audit.view.js';

/** Entries that one request compares with a text; the next page continues. */
const MOST_COMPARED = 5000;

const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

/** The people an entry names. */
const peopleOf = ({ person, about, on }: AuditDoc): string[] =>
  [person, about, on?.kind === 'person' ? on.id : undefined].filter((id) =>
    /^[0-9a-f]{24}$/.test(id ?? ''),
  ) as string[];

/** Looks up names for entries, and the people only once. */
class Directory implements Names {
  readonly people = new Map<string, UserDoc>();
  private constructor(
    private readonly server: Server,
    readonly rooms: ReadonlyMap<string, string>,
  ) {}

  /** With the rooms that the actor may read: others have no name for them. */
  static async for(actor: Actor): Promise<Directory> {
    const rooms = await listReadableRooms(actor);
    return new Directory(
      actor.server,
      new Map(rooms.flatMap(({ _id, name }) => (name === '' ? [] : [[String(_id), name] as const]))),
    );
  }

  async load(entries: AuditDoc[]): Promise<void> {
    const ids = new Set(entries.flatMap(peopleOf).filter((id) => !this.people.has(id)));
    for (const [id, user] of await findAccounts(this.server, [...ids])) this.people.set(id, user);
  }

  person(userId: string): string | undefined {
    return this.people.get(userId)?.displayName;
  }
  room(roomId: string): string | undefined {
    return this.rooms.get(roomId);
  }

  /** Whether a text is anywhere in an entry or in a name of it. @param wanted folded */
  has(entry: AuditDoc, wanted: string): boolean {
    const names = peopleOf(entry).flatMap((id) => {
      const user = this.people.get(id);
      return user ? [user.displayName, `@${user.username}`] : [];
    });
    const rooms = [entry.roomId, entry.on?.id].flatMap((id) => this.rooms.get(id ?? '') ?? []);
    return fold([JSON.stringify(viewEntry(entry)), ...names, ...rooms].join('\n')).includes(wanted);
  }
}

/** The entries of a filter with its text, newest first, and how far it has read. */
async function* matching(
  directory: Directory,
  server: Server,
  filter: AuditFilter,
  before?: number,
): AsyncGenerator<{ found: AuditDoc[]; read: AuditDoc[] }> {
  const wanted = filter.q === undefined ? undefined : fold(filter.q.trim());
  for await (const read of readEntries(server, filter, before)) {
    await directory.load(read);
    yield { read, found: wanted === undefined ? read : read.filter((entry) => directory.has(entry, wanted)) };
  }
}

function pageOf(directory: Directory, entries: AuditDoc[], next: number | null): AuditPageView {
  const people = new Set(entries.flatMap(peopleOf));
  const rooms = new Set(entries.flatMap(({ roomId, on }) => [roomId ?? '', on?.id ?? '']));
  return {
    entries: entries.map(viewEntry),
    people: [...people].flatMap((id) => {
      const user = directory.people.get(id);
      return user ? [{ userId: id, username: user.username, displayName: user.displayName }] : [];
    }),
    rooms: [...rooms].flatMap((roomId) => {
      const name = directory.room(roomId);
      return name === undefined ? [] : [{ roomId, name }];
    }),
    next,
  };
}

/** A page of the audit log, newest first. @throws forbidden */
export async function listAudit(
  actor: Actor,
  { before, limit, ...filter }: AuditQuery,
): Promise<AuditPageView> {
  requireWorkspace(actor, 'readAudit');
  const directory = await Directory.for(actor);
  const entries: AuditDoc[] = [];
  let compared = 0;
  for await (const { found, read } of matching(directory, actor.server, filter, before)) {
    entries.push(...found);
    compared += read.length;
    const more = entries.length > limit;
    const last = (more ? entries[limit - 1] : read.at(-1))?._id ?? null;
    if (more || compared >= MOST_COMPARED) return pageOf(directory, entries.slice(0, limit), last);
  }
  return pageOf(directory, entries, null);
}

/** Verifies the chain. @throws forbidden */
export async function checkAudit(actor: Actor): Promise<AuditCheckView> {
  requireWorkspace(actor, 'readAudit');
  return await verifyChain(actor.server, (userIds) => findErased(actor.server, userIds));
}

/** Where an export goes, and whether its client is still there. */
export interface ExportTo {
  stream: NodeJS.WritableStream;
  gone: Gone;
}

/**
 * Writes the entries of a filter, newest first, as they are read: a long log needs no memory. The export is an entry itself, which is
 * stored first.
 * @param begin called when it is permitted and recorded, before the first line
 * @throws forbidden
 */
export async function exportAudit(
  actor: Actor,
  { format, ...filter }: AuditExportQuery,
  { stream, gone }: ExportTo,
  begin: () => void,
): Promise<void> {
  requireWorkspace(actor, 'readAudit');
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  // A search may have somebody's name, which no erasure would find here.
  const searched = filter.q === undefined ? {} : { q: true };
  await recordAudit(actor, {
    action: 'audit.exported',
    on: { kind: 'audit', id: 'log' },
    after: { format, ...given, ...searched },
  });
  const directory = await Directory.for(actor);
  const line = (entry: AuditEntryView): string =>
    format === 'csv' ? csvRow(entry, directory) : `${plainLine(JSON.stringify(entry))}\n`;
  begin();
  if (format === 'csv') stream.write(csvHead);
  for await (const { found } of matching(directory, actor.server, filter)) {
    if (gone()) return;
    const fits = stream.write(found.map((entry) => line(viewEntry(entry))).join(''));
    if (!fits) await Promise.race([once(stream, 'drain'), once(stream, 'close')]);
  }
}
