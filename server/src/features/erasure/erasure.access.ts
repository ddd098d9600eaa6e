import type { Server } from '../../platform/context.js';
import { liveSettings } from '../../platform/liveSettings.js';
import { Departures } from './departures.model.js';
import { departureLive } from './erasure.live.js';

/** Days between the deletion of one's own account and its erasure, as set now. */
export const graceDaysOf = (server: Server): number => liveSettings(server, departureLive).graceDays;

/** Whether somebody has deleted their account, and days of grace are left. */
export const isLeaving = async (server: Server, userId: string): Promise<boolean> =>
  (await Departures(server).exists({ _id: userId })) !== null;
