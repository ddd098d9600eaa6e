import type { Server } from '../../platform/context.js';
import { Merges } from './merging.model.js';

/** Whether an account is being merged, as the one that goes or as the one that stays. */
export const isMerging = async (server: Server, userId: string): Promise<boolean> =>
  (await Merges(server).exists({ open: userId })) !== null;

/** The ids of the accounts that were merged into one. */
export async function listMergedInto(server: Server, userId: string): Promise<string[]> {
  const found = await Merges(server).find({ into: userId }, { _id: 1 }).limit(1000).lean();
  return found.map(({ _id }) => String(_id));
}
