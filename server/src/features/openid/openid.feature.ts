import { listIdentities, viewIdentity } from './identities.access.js';
import { pollFor } from '../../platform/polled.js';
import { defineFeature } from '../../platform/feature.js';
import { countIdentities, moveIdentities, removeIdentitiesOf, removeOpenidOf } from './identities.change.js';
import { forgetSession } from './logout.actions.js';
import { refreshProviders } from './managed.access.js';
import { mountManaged } from './managed.routes.js';
import { mountOpenid } from './openid.routes.js';
import { openidSettings } from './openid.settings.js';

/** How often a node looks for changes of others whose message it has missed, or without Redis, in ms. */
const POLL_MS = 1000;

export const openid = defineFeature({
  name: 'openid',
  ownData: async ({ server, userId }) => ({
    connectedAccounts: (await listIdentities(server, userId)).map((identity) => ({
      ...viewIdentity(server, identity),
      issuer: identity.issuer,
      subject: identity.subject,
    })),
  }),
  settings: { heading: 'Signing in', shape: openidSettings },
  routes: (routes) => {
    mountOpenid(routes);
    mountManaged(routes);
  },
  headings: { providers: 'Signing in' },
  prepare: refreshProviders,
  start: (server) => pollFor(server, () => refreshProviders(server), { everyMs: POLL_MS, what: 'providers' }),
  listen: (bus, server) => {
    const failed = (error: unknown): void => server.log.warn({ err: error }, 'providers could not be read');
    server.nodes.onMessage(({ kind }) => {
      if (kind === 'providers') refreshProviders(server).catch(failed);
    });
    bus.on('person.mergeCounted', (merge) => countIdentities(server, merge));
    bus.on('person.merged', ({ userId, intoId }) => moveIdentities(server, userId, intoId));
    bus.on('person.erased', ({ userId }) => removeOpenidOf(server, userId));
    // There is a password now, and a thief of the old one may have connected an account of theirs.
    bus.on('password.replaced', ({ userId }) => removeIdentitiesOf(server, userId));
    bus.on('session.ended', ({ sessionId }) => forgetSession(server, sessionId));
  },
});
