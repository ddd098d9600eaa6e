import { defineFeature } from '../../platform/feature.js';
import { listOwnRooms } from '../rooms/rooms.access.js';
import { cacheCall, findCallsIn, listCallsOf } from './calls.access.js';
import { startRelay, stopRelay } from './calls.ice.js';
import { callJobs } from './calls.jobs.js';
import { MEDIA_SEGMENT } from './calls.livekit.js';
import { endAllProxied, mountMediaProbes, proxyToLivekit } from './calls.proxy.js';
import { pushRings, pushSilence } from './calls.push.js';
import { mountCalls } from './calls.routes.js';
import { callsSettings } from './calls.settings.js';
import { mountCallCommands } from './calls.socket.js';
import { recordCall } from './calls.record.js';
import { releaseLeg } from './calls.release.js';
import { endCallIn, endLegsIn, endSessionLegs, eraseFromCalls } from './calls.ending.js';
import { viewCall } from './calls.view.js';

export const calls = defineFeature({
  name: 'calls',
  ownData: async ({ server, userId }) => ({ calls: await listCallsOf(server, userId) }),
  settings: { heading: 'Calls', shape: callsSettings },
  routes: mountCalls,
  headings: { call: 'Calls', calls: 'Calls' },
  commands: mountCallCommands,
  probes: mountMediaProbes,
  upgrades: { [MEDIA_SEGMENT]: proxyToLivekit },
  jobs: callJobs,
  sync: async (actor) => {
    const rooms = await listOwnRooms(actor);
    const live = await findCallsIn(
      actor.server,
      rooms.map(({ room }) => String(room._id)),
    );
    return { calls: live.map(viewCall) };
  },
  listen(bus, server) {
    bus.on('call.changed', async ({ call, before }) => {
      cacheCall(server, call);
      const message = await recordCall(server, call);
      if (before) await pushSilence(server, before, call);
      else await pushRings(server, call, message?.seq ?? 0);
    });
    bus.on('leg.ended', ({ media, ...leg }) => releaseLeg(server, leg, media));
    bus.on('server.draining', () => endAllProxied(server));
    bus.on('member.left', ({ roomId, userId }) => endLegsIn(server, roomId, userId));
    bus.on('session.ended', ({ sessionId }) => endSessionLegs(server, sessionId));
    bus.on('room.announced', async ({ roomId, notice }) => {
      if (notice.kind === 'archived') await endCallIn(server, roomId);
    });
    bus.on('person.erased', ({ userId }) => eraseFromCalls(server, userId));
  },
  start(server) {
    const started = startRelay(server);
    return () => started.then(() => stopRelay(server));
  },
});
