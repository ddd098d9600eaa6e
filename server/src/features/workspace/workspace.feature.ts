import { listInvitesOf } from './workspace.access.js';
import { defineFeature } from '../../platform/feature.js';
import { publishWorkspace, revokeInvitesOf, undoWorkspace } from './workspace.actions.js';
import { workspaceMigrations } from './workspace.migrations.js';
import { mailSection, registrationSection } from './workspace.live.js';
import { mountWorkspace } from './workspace.routes.js';
import { workspaceSettings } from './workspace.settings.js';

export const workspace = defineFeature({
  name: 'workspace',
  ownData: async ({ server, userId }) => ({ invitations: await listInvitesOf(server, userId) }),
  settings: { heading: 'The server', shape: workspaceSettings },
  live: [registrationSection, mailSection],
  migrations: workspaceMigrations,
  routes: mountWorkspace,
  listen: (bus, server) => {
    bus.on('person.erased', ({ userId }) => revokeInvitesOf(server, userId));
    // Whether invitations can be sent is part of it.
    bus.on('settings.changed', async ({ section }) => {
      if (section === mailSection.name) await publishWorkspace(server);
    });
    bus.answer('workspace.undo', async (request) => {
      await undoWorkspace(request);
      return undefined;
    });
  },
});
