import { listIdentities, viewIdentity } from './identities.access.js';
import { defineFeature } from '../../platform/feature.js';
import { removeIdentitiesOf, removeOpenidOf } from './identities.change.js';
import { forgetSession } from './logout.actions.js';
import { mountOpenid } from './openid.routes.js';
import { openidSettings } from './openid.settings.js';

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
  routes: mountOpenid,
  listen: (bus, server) => {
    bus.on('person.erased', ({ userId }) => removeOpenidOf(server, userId));
    // There is a password now, and a thief of the old one may have connected an account of theirs.
    bus.on('password.replaced', ({ userId }) => removeIdentitiesOf(server, userId));
    bus.on('session.ended', ({ sessionId }) => forgetSession(server, sessionId));
  },
});
