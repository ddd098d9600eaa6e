import { join } from 'node:path';
import { LARGEST_FILES, type StorageView } from '@parley/shared/overview/storage';
import type { Actor, Server } from '../../platform/context.js';
import { kindOfStore } from '../../platform/fileStore/openFileStore.js';
import { findPlace } from '../../platform/fileStore/place.js';
import { testStore } from '../../platform/fileStore/testStore.js';
import type { Limit } from '../../platform/rateLimit.js';
import { nameRooms } from '../rooms/managed.access.js';
import { findLargest, readUsage } from '../uploads/usage.access.js';
import { findAccounts } from '../users/users.access.js';
import { readWorkspace, requireWorkspace } from '../workspace/workspace.access.js';
import { readStorage } from './counts.access.js';

const testLimit: Limit = { name: 'storage.test', bounds: () => [10, 60] };

function placeOf({ config }: Server): string | null {
  const kind = kindOfStore(config);
  if (kind === 'folder') return join(config.dataFolder, 'files');
  if (kind === 'gridfs') return null;
  return [config.S3_BUCKET, config.S3_ENDPOINT].filter(Boolean).join(' · ');
}

/** The largest files of rooms that the actor may read: a name may say much of the others. */
async function listLargest(actor: Actor): Promise<StorageView['largest']> {
  const roomIds = [...new Set((await readUsage(actor.server)).map(({ roomId }) => roomId))];
  const { names } = await nameRooms(actor, roomIds);
  const files = await findLargest(actor.server, [...names.keys()], LARGEST_FILES);
  const owners = await findAccounts(actor.server, [...new Set(files.map(({ ownerId }) => String(ownerId)))]);
  return files.map((file) => ({
    fileId: String(file._id),
    name: file.name,
    kind: file.kind,
    bytes: file.bytes,
    roomId: String(file.roomId),
    roomName: names.get(String(file.roomId)) ?? '',
    owner: owners.get(String(file.ownerId))?.displayName ?? '',
    createdAt: file.createdAt.toISOString(),
  }));
}

/** Where files are stored, and what they take up. @throws forbidden */
export async function showStorage(actor: Actor): Promise<StorageView> {
  requireWorkspace(actor, 'changeWorkspace');
  const { server } = actor;
  const [usage, largest, place, workspace] = await Promise.all([
    readStorage(actor),
    listLargest(actor),
    findPlace(server.connection),
    readWorkspace(server),
  ]);
  const { file, person } = workspace.storage;
  return {
    store: kindOfStore(server.config),
    place: placeOf(server),
    former: place?.former ?? null,
    limits: { file, person },
    usage,
    largest,
  };
}

/** Writes, reads and removes a small file. @throws forbidden, unavailable with what is wrong */
export async function testStorage(actor: Actor): Promise<void> {
  requireWorkspace(actor, 'changeWorkspace');
  await actor.server.limits.take(testLimit, actor.userId, actor.limitsUsed);
  await testStore(actor.server.files);
}
