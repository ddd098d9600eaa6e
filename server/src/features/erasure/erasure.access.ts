import type { Server } from '../../platform/context.js';
import { liveSettings } from '../../platform/liveSettings.js';
import { departureLive } from './erasure.live.js';

/** Days between the deletion of one's own account and its erasure, as set now. */
export const graceDaysOf = (server: Server): number => liveSettings(server, departureLive).graceDays;
