import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeSettings } from '../server/src/operations/describeSettings.ts';

/** `npm run docs:configuration`: writes docs/configuration.md from the settings themselves. */
writeFileSync(join(import.meta.dirname, '../docs/configuration.md'), describeSettings());
