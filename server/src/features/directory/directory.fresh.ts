import { createHash } from 'node:crypto';
import { AppError } from '@parley/shared/errors';
import type { Server } from '../../platform/context.js';
import { liveSettings } from '../../platform/liveSettings.js';
import { resolveRules, type ResolvedRule } from '../groupRules/groupRules.access.js';
import { applyGroups } from '../groupRules/groupRules.actions.js';
import { removePicture, takePicture } from '../uploads/pictures.actions.js';
import { readDirectoryPicture, type DirectoryPerson } from './directory.access.js';
import { notePicture } from './directory.change.js';
import type { GroupReader } from './directory.groups.js';
import { ldapLive } from './directory.live.js';
import type { DirectoryLinkDoc } from './directory.model.js';

/** The rules of the directory's groups, with their rooms. */
export const rulesNow = (server: Server): Promise<ResolvedRule[]> =>
  resolveRules(server, liveSettings(server, ldapLive).groupRules);

/**
 * Gives what the groups of somebody give, and takes away what they do not give any more.
 * @param fresh their account was made just now
 * @throws DirectoryFailure: then everything stays
 */
export async function refreshGroups(
  server: Server,
  { userId, person, fresh = false }: { userId: string; person: DirectoryPerson; fresh?: boolean },
  { rules, reader }: { rules: readonly ResolvedRule[]; reader: GroupReader },
): Promise<void> {
  const groups = rules.length === 0 ? [] : await reader.groupsOf(person);
  await applyGroups(server, userId, { source: 'directory', groups, rules, by: 'directory', fresh });
}

/**
 * Takes over the picture where the entry has changed. One that somebody has chosen here stays until theirs in the directory changes.
 * @throws DirectoryFailure
 */
export async function refreshPicture(
  server: Server,
  link: DirectoryLinkDoc,
  person: DirectoryPerson,
): Promise<void> {
  const { changed } = person;
  if (changed === undefined || changed === link.changed) return;
  const userId = String(link.userId);
  const bytes = await readDirectoryPicture(server, person);
  const picture = bytes && createHash('sha256').update(bytes).digest('base64url');
  if (picture !== link.picture)
    try {
      await (bytes ? takePicture(server, userId, bytes) : removePicture({ server, userId }));
    } catch (error) {
      // What is no image is not tried again until it changes.
      if (!(error instanceof AppError)) throw error;
      server.log.warn({ userId, key: error.key }, 'a picture of the directory cannot be used');
    }
  await notePicture(server, link._id, { changed, picture });
}
