import { defineFeature } from '../../platform/feature.js';
import { endTokensOf } from './accessTokens.actions.js';
import { accessTokensMigrations } from './accessTokens.migrations.js';
import { mountAccessTokens } from './accessTokens.routes.js';

export const accessTokens = defineFeature({
  name: 'accessTokens',
  migrations: accessTokensMigrations,
  routes: mountAccessTokens,
  listen: (bus, server) =>
    bus.on('rights.lost', async ({ userId, all }) => {
      if (all) await endTokensOf(server, userId);
    }),
});
