import { objectId } from '@parley/shared/ids';
import { messageView } from '@parley/shared/messages';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { listPins, setPinned } from './pins.actions.js';

const params = z.strictObject({ messageId: objectId });

export function mountPins(routes: Routes): void {
  route(
    routes,
    ['put', '/messages/:messageId/pin'],
    { summary: 'Pin a message', params, answer: messageView },
    (actor, input) => setPinned(actor, input.params.messageId, true),
  );
  route(
    routes,
    ['delete', '/messages/:messageId/pin'],
    { summary: 'Take a pinned message down', params, answer: messageView },
    (actor, input) => setPinned(actor, input.params.messageId, false),
  );
  route(
    routes,
    ['get', '/rooms/:roomId/pins'],
    {
      summary: 'List what is pinned in a room',
      params: z.strictObject({ roomId: objectId }),
      answer: z.strictObject({ messages: z.array(messageView) }),
    },
    async (actor, input) => ({ messages: await listPins(actor, input.params.roomId) }),
  );
}
