import { notFound } from '@parley/shared/errors';
import type { AddressBanView } from '@parley/shared/moderation/moderation';
import { refusal } from '@parley/shared/refusals';
import { trusted } from 'mongoose';
import { addressKey } from '../../platform/addressKey.js';
import type { Actor, Server } from '../../platform/context.js';
import { viewEnd } from '../users/bans.access.js';
import { requireWorkspace } from '../workspace/workspace.access.js';
import { AddressBans } from './addressBans.model.js';

/** @param address as Express reports it */
export const isBannedAddress = async (server: Server, address: string): Promise<boolean> =>
  (await AddressBans(server).exists({
    address: addressKey(address),
    until: trusted({ $gt: new Date() }),
  })) !== null;

/** For doors that are open to anybody. @param address as Express reports it. @throws forbidden */
export async function requireOpenAddress(server: Server, address: string): Promise<void> {
  if (await isBannedAddress(server, address)) throw refusal('bans.address');
}

/** The banned addresses. @throws forbidden */
export async function listAddressBans(actor: Actor): Promise<AddressBanView[]> {
  requireWorkspace(actor, 'moderate');
  const found = await AddressBans(actor.server)
    .find({ until: trusted({ $gt: new Date() }) })
    .sort({ _id: -1 })
    .limit(500)
    .lean();
  return found.map(({ _id, address, until, reason }) => ({
    addressBanId: String(_id),
    address,
    until: viewEnd(until),
    reason,
  }));
}

/** Ends the ban of an address. @throws forbidden, not_found */
export async function endAddressBan(actor: Actor, addressBanId: string): Promise<void> {
  requireWorkspace(actor, 'moderate');
  const { deletedCount } = await AddressBans(actor.server).deleteOne({ _id: addressBanId });
  if (deletedCount === 0) throw notFound();
}
