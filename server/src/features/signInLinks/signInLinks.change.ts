import { randomBytes } from 'node:crypto';
import { trusted, type Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { hashToken } from '../../platform/secrets.js';
import { SignInLinks, type SignInLinkDoc } from './signInLinks.model.js';

const LIFE_MS = 15 * 60_000;
/** More than the limits let through in the life of a link: the oldest go. */
const MOST = 10;

/** Makes a link. @returns its token, of which only the hash is stored */
export async function storeLink(server: Server, userId: Types.ObjectId, email: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const links = SignInLinks(server);
  await links.create({ _id: hashToken(token), userId, email, expiresAt: new Date(Date.now() + LIFE_MS) });
  const old = await links.find({ userId }, { _id: 1 }).sort({ expiresAt: -1 }).skip(MOST).lean();
  if (old.length > 0) await links.deleteMany({ _id: trusted({ $in: old.map(({ _id }) => _id) }) });
  return token;
}

/** A link that is valid; null else. */
export const findLink = (server: Server, token: string): Promise<SignInLinkDoc | null> =>
  SignInLinks(server)
    .findOne({ _id: hashToken(token), expiresAt: trusted({ $gt: new Date() }) })
    .lean()
    .exec();

/** Uses a link up: of concurrent requests one gets it. */
export const takeLink = async (server: Server, { _id }: SignInLinkDoc): Promise<boolean> =>
  (await SignInLinks(server).deleteOne({ _id })).deletedCount === 1;

/** Ends all links of a person. */
export const removeLinksOf = (server: Server, userId: string): Promise<unknown> =>
  SignInLinks(server).deleteMany({ userId }).exec();
