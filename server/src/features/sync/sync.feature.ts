import { defineFeature } from '../../platform/feature.js';
import { mountSync } from './sync.routes.js';
import { syncSettings } from './sync.settings.js';
import { beat, mountSyncCommands, showAnew } from './sync.socket.js';

const BEACON = 'sync.beacon';

export const sync = defineFeature({
  name: 'sync',
  settings: { heading: 'The server', shape: syncSettings },
  routes: mountSync,
  headings: { sync: 'Catching up' },
  commands: mountSyncCommands,
  jobs: [
    {
      name: BEACON,
      everyMs: ({ BEACON_SECONDS }) => BEACON_SECONDS * 1000,
      runs: 'node',
      run: ({ io, server }) => beat(io, server),
    },
  ],
  listen: (bus, server) => bus.on('nodes.missed', () => server.jobs.runNow(BEACON)),
  start(server, io) {
    server.bus.on('directory.changed', () => showAnew(io, server));
    server.nodes.onMessage(({ kind }) => {
      if (kind !== 'directory') return;
      showAnew(io, server).catch((error: unknown) =>
        server.log.warn({ err: error }, 'whom people see could not be read'),
      );
    });
  },
});
