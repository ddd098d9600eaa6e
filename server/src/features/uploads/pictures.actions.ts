import { AppError, notFound } from '@parley/shared/errors';
import { faultOf, invalidField } from '@parley/shared/faults';
import { refusal } from '@parley/shared/refusals';
import type { UserView } from '@parley/shared/users';
import type { WorkspaceView } from '@parley/shared/workspace';
import { fileTypeFromFile } from 'file-type';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Actor, Server } from '../../platform/context.js';
import { tellOfUser } from '../users/audience.actions.js';
import { requireSeen } from '../users/directory.access.js';
import { findAccount } from '../users/users.access.js';
import { updatePicture } from '../users/users.change.js';
import { viewUser } from '../users/users.view.js';
import { readWorkspace, requireWorkspace } from '../workspace/workspace.access.js';
import { changePicture } from '../workspace/workspace.actions.js';
import { drawIn, type DrawingAnswer } from './drawingPool.js';
import { images } from './inspect.js';

/** The largest displayed size, twice for high-resolution screens. */
const EDGE = 256;

export const pictureKey = (userId: string): string => `${userId}-picture`;
export const WORKSPACE_PICTURE = 'workspace-picture';

async function tell(actor: Pick<Actor, 'server' | 'userId'>, at: Date | null): Promise<UserView> {
  const user = await updatePicture(actor.server, actor.userId, at);
  if (!user) throw notFound();
  await tellOfUser(actor.server, user);
  return viewUser(user);
}

type Refused = Extract<DrawingAnswer, { refused: string }>['refused'];

const refusalOf = (refused: Refused): AppError =>
  refused === 'damaged'
    ? invalidField('file', 'imageBroken')
    : refusal('files.tooManyPixels', {}, { errors: [faultOf('file', 'imageTooLarge')] });

/** Stores an uploaded image as a square around the main subject, without the metadata of the file. */
async function putSquare(server: Server, key: string, path: string): Promise<void> {
  const square = `${path}.picture`;
  const sniffed = await fileTypeFromFile(path);
  if (!images.has(sniffed?.mime ?? '')) throw invalidField('file', 'image');
  try {
    const drawn = await drawIn(server).draw({ kind: 'square', path, to: square, edge: EDGE });
    if ('refused' in drawn) throw refusalOf(drawn.refused);
    await server.files.put(key, square, 'image/webp');
  } finally {
    await rm(square, { force: true });
  }
}

/** Sets one's picture. @throws invalid, too_large */
export async function setPicture(actor: Actor, path: string): Promise<UserView> {
  await putSquare(actor.server, pictureKey(actor.userId), path);
  return await tell(actor, new Date());
}

/**
 * Sets somebody's picture by bytes of another place, a directory for example. No permission check.
 * @throws invalid for what is no image, or too large a one
 */
export async function takePicture(server: Server, userId: string, bytes: Buffer): Promise<UserView> {
  const folder = await mkdtemp(join(server.config.dataFolder, 'picture-'));
  try {
    const path = join(folder, 'taken');
    await writeFile(path, bytes, { mode: 0o600 });
    await putSquare(server, pictureKey(userId), path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return await tell({ server, userId }, new Date());
}

/** Removes one's picture. Idempotent. */
export async function removePicture(actor: Pick<Actor, 'server' | 'userId'>): Promise<UserView> {
  const view = await tell(actor, null);
  await actor.server.files.remove(pictureKey(actor.userId));
  return view;
}

/** A person's picture. @throws not_found when they have none, or one may not see them */
export async function readPicture(actor: Actor, userId: string): Promise<Readable> {
  const [user] = await Promise.all([findAccount(actor.server, userId), requireSeen(actor, userId)]);
  if (!user?.pictureAt) throw notFound();
  return await actor.server.files.read(pictureKey(userId));
}

/** Sets the workspace's picture. @throws forbidden, invalid, too_large */
export async function setWorkspacePicture(actor: Actor, path: string): Promise<WorkspaceView> {
  requireWorkspace(actor, 'changeWorkspace');
  await putSquare(actor.server, WORKSPACE_PICTURE, path);
  return await changePicture(actor, new Date());
}

/** Removes the workspace's picture. Idempotent. @throws forbidden */
export async function removeWorkspacePicture(actor: Actor): Promise<WorkspaceView> {
  const view = await changePicture(actor, undefined);
  await actor.server.files.remove(WORKSPACE_PICTURE);
  return view;
}

/** The workspace's picture, for everybody: the sign-in form shows it. @throws not_found without one */
export async function readWorkspacePicture(server: Server): Promise<Readable> {
  if ((await readWorkspace(server)).picture === null) throw notFound();
  return await server.files.read(WORKSPACE_PICTURE);
}

/** Removes the bytes of a person's picture. */
export const removePictureOf = (server: Server, userId: string): Promise<void> =>
  server.files.remove(pictureKey(userId));
