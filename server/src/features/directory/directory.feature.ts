import { defineFeature } from '../../platform/feature.js';
import { isDirectoryOn } from './directory.actions.js';
import { countLink, findLinkOf, forgetShutOut, moveLink, removeLinksOf } from './directory.change.js';
import { mountDirectory } from './directory.routes.js';
import { ldapLive } from './directory.live.js';
import { directorySettings } from './directory.settings.js';
import { readAgain } from './directory.standing.js';

/** Who is deactivated there is shut out here within the hour. */
const EVERY_MS = 30 * 60_000;

export const directory = defineFeature({
  name: 'directory',
  settings: { heading: 'Signing in', shape: directorySettings },
  live: [ldapLive],
  ownData: async ({ server, userId }) => {
    const link = await findLinkOf(server, userId);
    return { directory: link ? { id: link._id, createdAt: link.createdAt.toISOString() } : null };
  },
  routes: mountDirectory,
  headings: { directory: 'Signing in' },
  jobs: [
    {
      name: 'directory.readAgain',
      everyMs: () => EVERY_MS,
      runs: 'cluster',
      run: async ({ server, stopped }) => {
        if (isDirectoryOn(server)) await readAgain(server, stopped);
      },
    },
  ],
  listen: (bus, server) => {
    bus.on('person.mergeCounted', (merge) => countLink(server, merge));
    bus.on('person.merged', ({ userId, intoId }) => moveLink(server, userId, intoId));
    bus.on('person.erased', ({ userId }) => removeLinksOf(server, userId));
    // From then on it is the admins' decision, which the directory does not undo.
    bus.on('user.roleChanged', ({ userId }) => forgetShutOut(server, userId));
  },
});
