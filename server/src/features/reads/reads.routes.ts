import { readView } from '@parley/shared/rooms';
import { objectId } from '@parley/shared/ids';
import { z } from 'zod';
import type { Commands } from '../../platform/commands.js';
import { route, type Routes } from '../../platform/http.js';
import { loadRoom } from '../rooms/rooms.access.js';
import { listReads, markRead } from './reads.actions.js';

const params = z.strictObject({ roomId: objectId });

export function mountReads(routes: Routes): void {
  route(
    routes,
    ['put', '/rooms/:roomId/read'],
    {
      summary: 'Mark a room as read up to a message',
      answer: z.strictObject({ seq: z.number().int() }),
      params,
      body: z.strictObject({ seq: z.number().int().nonnegative() }),
    },
    (actor, input) => markRead(actor, input.params.roomId, input.body.seq),
  );
  route(
    routes,
    ['get', '/rooms/:roomId/reads'],
    {
      summary: 'See how far everybody has read',
      answer: z.strictObject({ reads: z.array(readView) }),
      params,
    },
    async (actor, input) => {
      await loadRoom(actor, input.params.roomId);
      return { reads: await listReads(actor, input.params.roomId) };
    },
  );
}

export function mountReadCommands(commands: Commands): void {
  commands.on('read:mark', (actor, { roomId, seq }) => markRead(actor, roomId, seq));
}
