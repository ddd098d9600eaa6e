import { z } from 'zod';

export const workspaceSettings = {
  WORKSPACE_NAME: z
    .string()
    .min(1)
    .max(80)
    .default('Parley')
    .describe('Name of the workspace at the first start; afterwards its owner changes it.'),
};
