import { listAccessTokens } from './accessTokens.access.js';
import { defineFeature } from '../../platform/feature.js';
import { endTokensOf, viewAccessToken } from './accessTokens.actions.js';
import { accessTokensMigrations } from './accessTokens.migrations.js';
import { mountAccessTokens } from './accessTokens.routes.js';
import { mountAnyTokens } from './anyTokens.routes.js';

export const accessTokens = defineFeature({
  name: 'accessTokens',
  ownData: async (actor) => ({ accessTokens: (await listAccessTokens(actor)).map(viewAccessToken) }),
  migrations: accessTokensMigrations,
  routes(routes) {
    mountAccessTokens(routes);
    mountAnyTokens(routes);
  },
  listen: (bus, server) =>
    bus.on('rights.lost', async ({ userId, all }) => {
      if (all) await endTokensOf(server, userId);
    }),
});
