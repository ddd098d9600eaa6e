import { limits } from '@parley/shared/limits';
import type { Server } from '../../platform/context.js';
import { duplicateKey } from '../../platform/database.js';
import { Users, type UserDoc } from './users.model.js';

const RESERVED_MS = limits.formerNameDays * 86_400_000;

/**
 * Gives the names of a merged account to the one that stays, as former names: `@name` in what was written means them. A name that somebody has
 * taken meanwhile stays theirs, and none is given beyond the bound of former names. Idempotent.
 * @returns the person as stored; undefined when nothing changed
 */
export async function inheritNames(
  server: Server,
  userId: string,
  names: string[],
): Promise<UserDoc | undefined> {
  let stored: UserDoc | undefined;
  for (const name of names) stored = (await inheritName(server, userId, name)) ?? stored;
  return stored;
}

async function inheritName(server: Server, userId: string, name: string): Promise<UserDoc | undefined> {
  for (;;) {
    const known = await Users(server).findById(userId).lean();
    const former = known?.formerNames ?? [];
    if (!known || known.erased || former.length >= limits.formerNames) return undefined;
    if (known.username === name || known.names.includes(name)) return undefined;
    const formerNames = [...former, { name, until: new Date(Date.now() + RESERVED_MS) }];
    try {
      const user = await Users(server)
        .findOneAndUpdate(
          { _id: userId, version: known.version },
          { $set: { formerNames, names: [...known.names, name] }, $inc: { version: 1 } },
          { returnDocument: 'after' },
        )
        .lean();
      if (user) return user;
    } catch (error) {
      if (duplicateKey(error)) return undefined;
      throw error;
    }
  }
}
