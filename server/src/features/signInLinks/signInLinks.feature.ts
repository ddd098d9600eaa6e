import { defineFeature } from '../../platform/feature.js';
import { removeLinksOf } from './signInLinks.change.js';
import { signInLinksLive } from './signInLinks.live.js';
import { mountSignInLinks } from './signInLinks.routes.js';
import { signInLinksSettings } from './signInLinks.settings.js';

export const signInLinks = defineFeature({
  name: 'signInLinks',
  settings: { heading: 'Signing in', shape: signInLinksSettings },
  live: [signInLinksLive],
  routes: mountSignInLinks,
  headings: { 'sign-in-link': 'Signing in' },
  listen: (bus, server) => {
    bus.on('person.erased', ({ userId }) => removeLinksOf(server, userId));
    bus.on('password.replaced', ({ userId }) => removeLinksOf(server, userId));
  },
});
