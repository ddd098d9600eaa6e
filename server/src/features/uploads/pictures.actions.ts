import { AppError, invalidField, notFound } from '@parley/shared/errors';
import type { UserView } from '@parley/shared/users';
import { fileTypeFromFile } from 'file-type';
import { rm } from 'node:fs/promises';
import sharp from 'sharp';
import type { Readable } from 'node:stream';
import type { Actor } from '../../platform/context.js';
import { images } from './inspect.js';
import { findAccount } from '../users/users.access.js';
import { updatePicture } from '../users/users.change.js';
import { viewMe, viewUser } from '../users/users.view.js';

/** As large as it is ever shown, twice for fine screens. */
const EDGE = 256;
const MOST_PIXELS = 120_000_000;

const keyOf = (userId: string): string => `${userId}-picture`;

async function tell(actor: Actor, at: Date | null): Promise<UserView> {
  const user = await updatePicture(actor.server, actor.userId, at);
  if (!user) throw notFound();
  actor.server.publish.toEveryone('user:changed', { user: viewUser(user) });
  actor.server.publish.toUser(actor.userId, 'me:changed', { me: viewMe(user) });
  return viewUser(user);
}

/** Makes an uploaded image one's picture: a square around what stands out, without whatever else the file told. */
export async function setPicture(actor: Actor, path: string): Promise<UserView> {
  const square = `${path}.picture`;
  const sniffed = await fileTypeFromFile(path);
  if (!images.has(sniffed?.mime ?? '')) throw invalidField('file', 'must be an image');
  try {
    await sharp(path, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
      .autoOrient()
      .resize(EDGE, EDGE, { fit: 'cover', position: 'attention' })
      .webp({ quality: 82 })
      .toFile(square);
  } catch (error) {
    if (/pixel limit/i.test((error as Error).message))
      throw new AppError('too_large', 'The image has too many pixels.', {
        fields: { file: 'has too many pixels' },
      });
    throw invalidField('file', 'is an image that cannot be read; it may be damaged');
  }
  try {
    await actor.server.files.put(keyOf(actor.userId), square, 'image/webp');
  } finally {
    await rm(square, { force: true });
  }
  return await tell(actor, new Date());
}

/** The letters come back. Safe to repeat. */
export async function removePicture(actor: Actor): Promise<UserView> {
  const view = await tell(actor, null);
  await actor.server.files.remove(keyOf(actor.userId));
  return view;
}

/** Somebody's picture. @throws not_found when they have none */
export async function readPicture(actor: Actor, userId: string): Promise<Readable> {
  const user = await findAccount(actor.server, userId);
  if (!user?.pictureAt) throw notFound();
  return await actor.server.files.read(keyOf(userId));
}
