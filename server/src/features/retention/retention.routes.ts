import { objectId } from '@parley/shared/ids';
import {
  createHold,
  holdView,
  MOST_DAYS,
  retentionCounts,
  retentionPreview,
  roomRetention,
  roomRetentionView,
  roomRules,
} from '@parley/shared/retention';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { addHold, endHold, readHolds } from './holds.actions.js';
import {
  previewRetention,
  previewRoomRetention,
  readRoomRetention,
  setRoomRetention,
} from './rules.actions.js';

const days = z.coerce.number().int().min(0).max(MOST_DAYS);
const params = z.strictObject({ roomId: objectId });

export function mountRetention(routes: Routes): void {
  route(
    routes,
    ['get', '/rooms/:roomId/retention'],
    { summary: 'Read after how many days messages of a room are deleted', params, answer: roomRetentionView },
    (actor, input) => readRoomRetention(actor, input.params.roomId),
  );
  route(
    routes,
    ['put', '/rooms/:roomId/retention'],
    {
      summary:
        'Set a rule of the room’s own, where the workspace allows that; a shorter one holds after the hours of grace',
      params,
      body: roomRetention,
      answer: roomRetentionView,
      proof: true,
    },
    (actor, input) => setRoomRetention(actor, input.params.roomId, input.body),
  );
  route(
    routes,
    ['get', '/rooms/:roomId/retention/preview'],
    {
      summary: 'Count what a rule of a room would delete now, without deleting it',
      params,
      query: z.strictObject({ days }),
      answer: retentionCounts,
      reads: () => 100,
    },
    (actor, input) => previewRoomRetention(actor, input.params.roomId, input.query),
  );
  route(
    routes,
    ['get', '/retention/preview'],
    {
      summary: 'Count what a rule of the workspace would delete now, without deleting it',
      query: z.strictObject({ days, rooms: roomRules.default('none') }),
      answer: retentionPreview,
      reads: () => 1000,
      scope: 'admin',
    },
    (actor, { query }) => previewRetention(actor, query),
  );
  mountHolds(routes);
}

/** Legal holds. */
function mountHolds(routes: Routes): void {
  route(
    routes,
    ['get', '/holds'],
    {
      summary: 'List legal holds, as an owner',
      answer: z.strictObject({ holds: z.array(holdView) }),
      scope: 'admin',
    },
    async (actor) => ({ holds: await readHolds(actor) }),
  );
  route(
    routes,
    ['post', '/holds'],
    {
      summary: 'Hold a person, a room or the workspace: nothing of it is deleted by retention or erasure',
      body: createHold,
      answer: holdView,
      status: 201,
      scope: 'admin',
      proof: true,
    },
    (actor, { body }) => addHold(actor, body),
  );
  route(
    routes,
    ['delete', '/holds/:holdId'],
    {
      summary: 'End a legal hold',
      params: z.strictObject({ holdId: objectId }),
      scope: 'admin',
      proof: true,
    },
    (actor, input) => endHold(actor, input.params.holdId),
  );
}
