import type { Server } from '../../platform/context.js';
import { HeldMessages } from './held.model.js';

/** How many messages wait for a moderator. No permission check. */
export const countHeld = (server: Server): Promise<number> =>
  HeldMessages(server).countDocuments({ refused: false }).exec();
