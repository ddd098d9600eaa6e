import { defineFeature } from '../../core/feature';

export const factors = defineFeature({
  name: 'factors',
  signInMethods: [() => import('./passkeySignIn').then((m) => m.passkeySignIn())],
});
