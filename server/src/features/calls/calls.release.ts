import type { CallMedia } from '@parley/shared/calls/call';
import type { Server } from '../../platform/context.js';
import { endRelayed, type Relayed } from './calls.ice.js';
import { removeFromLivekit } from './calls.livekit.js';
import { endProxied } from './calls.proxy.js';

/** Ends what a leg that has left its call holds of this node, and its media. */
export function releaseLeg(server: Server, leg: Relayed, media: CallMedia): void {
  endRelayed(server, leg);
  if (media !== 'livekit') return;
  // First: it must not connect again.
  endProxied(server, leg);
  removeFromLivekit(server, leg);
}
