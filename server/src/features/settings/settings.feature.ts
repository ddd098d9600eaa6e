import { pollFor } from '../../platform/polled.js';
import { defineFeature } from '../../platform/feature.js';
import { rateLimitsSection } from './rateLimits.live.js';
import { loadSettings, refreshSettings } from './settings.access.js';
import { forgetAuthor } from './settings.change.js';
import { mountSettings } from './settings.routes.js';

/** How often a node looks for changes of others whose message it has missed, or without Redis, in ms. */
const POLL_MS = 1000;

export const settings = defineFeature({
  name: 'settings',
  routes: mountSettings,
  headings: { settings: 'Workspace' },
  live: [rateLimitsSection],
  prepare: loadSettings,
  listen: (bus, server) => {
    const failed = (error: unknown): void => server.log.warn({ err: error }, 'settings could not be read');
    server.nodes.onMessage((message) => {
      if (message.kind === 'settings') refreshSettings(server).catch(failed);
    });
    bus.on('person.erased', ({ userId }) => forgetAuthor(server, userId));
  },
  start: (server) => pollFor(server, () => refreshSettings(server), { everyMs: POLL_MS, what: 'settings' }),
});
