import { z } from 'zod';
import { mayInWorkspace, type WorkspaceRole } from './permissions.js';

/**
 * Whom people see: everybody sees everybody; guests see only people they share a room with; or so do all but those who manage people.
 * General does not count, since everybody is in it.
 */
export const directoryMode = z.enum(['everyone', 'members', 'rooms']);
export type DirectoryMode = z.infer<typeof directoryMode>;

/** Whether a person of this role sees all people of the workspace. */
export function seesEverybody(mode: DirectoryMode, role: WorkspaceRole): boolean {
  switch (mode) {
    case 'everyone':
      return true;
    case 'members':
      return role !== 'guest';
    case 'rooms':
      return mayInWorkspace('managePeople', role);
  }
}
