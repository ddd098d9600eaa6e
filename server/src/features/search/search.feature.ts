import { defineFeature } from '../../platform/feature.js';
import { indexerOf } from './search.index.js';
import { searchMigrations } from './search.migrations.js';
import { mountSearch } from './search.routes.js';
import { searchSettings } from './search.settings.js';

export const search = defineFeature({
  name: 'search',
  settings: { heading: 'Messages', shape: searchSettings },
  migrations: searchMigrations,
  routes: mountSearch,
  headings: { search: 'Search' },
  listen(bus, server) {
    const catchUp = (): Promise<void> => indexerOf(server).catchUp();
    bus.on('messages.changed', ({ roomId }) => indexerOf(server).note(roomId));
    // Indexes what the other node had not yet.
    bus.on('node.gone', catchUp);
    bus.on('messages.expired', ({ messageIds }) => indexerOf(server).forgetMessages(messageIds));
    bus.on('server.started', catchUp);
  },
  start: (server) => () => indexerOf(server).stop(),
});
