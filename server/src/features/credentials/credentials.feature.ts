import { defineFeature } from '../../platform/feature.js';
import { moveFormerPasswords } from './credentials.former.js';
import { passwordsSection } from './credentials.live.js';
import { credentialsMigrations } from './credentials.migrations.js';
import { credentialsSettings } from './credentials.settings.js';

const HOUR_MS = 3_600_000;

export const credentials = defineFeature({
  name: 'credentials',
  settings: { heading: 'Signing in', shape: credentialsSettings },
  live: [passwordsSection],
  migrations: credentialsMigrations,
  jobs: [
    {
      // Passwords that servers from before version 15 wrote after the migration. At a sign-in they are moved at once.
      name: 'credentials.moveFormer',
      everyMs: () => HOUR_MS,
      runs: 'cluster',
      run: ({ server }) => moveFormerPasswords(server.connection),
    },
  ],
});
