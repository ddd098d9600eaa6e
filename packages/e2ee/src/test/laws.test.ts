import { describe, it } from 'vitest';
import * as api from '../e2ee.ts';
import { chainLaws } from './laws.chain.ts';
import { epochLaws } from './laws.epochs.ts';
import { messageLaws } from './laws.messages.ts';
import { vaultLaws } from './laws.vault.ts';

for (const [name, laws] of Object.entries({ messageLaws, epochLaws, chainLaws, vaultLaws }))
  describe(name, () => {
    for (const law of laws) it(law.name, () => law.holds(api));
  });
