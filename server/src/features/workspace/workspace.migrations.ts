import { giveSlots } from '../../platform/giveSlots.js';
import type { Migration } from '../../platform/migrations.js';

/** Of which collections the documents are counted, by which of their fields, and how many of one owner there were allowed to be. */
export const counted: Record<string, { owner: string[]; most: number }> = {
  accesstokens: { owner: ['userId'], most: 50 },
  webhooks: { owner: ['roomId'], most: 20 },
  devices: { owner: ['userId'], most: 20 },
  sessions: { owner: ['userId'], most: 100 },
  saveds: { owner: ['userId'], most: 5000 },
  drafts: { owner: ['userId'], most: 500 },
  invites: { owner: [], most: 200 },
  rooms: { owner: ['createdBy'], most: 1000 },
};

export const workspaceMigrations: readonly Migration[] = [
  {
    version: 9,
    name: 'what there may be only so many of is counted',
    async run(connection) {
      for (const [name, owners] of Object.entries(counted)) await giveSlots(connection, name, owners);
    },
  },
];
