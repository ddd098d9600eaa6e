import { defineFeature } from '../../core/feature';

export const session = defineFeature({
  name: 'session',
  signInMethods: [() => import('./forgotPassword').then((m) => m.forgotPassword)],
});
