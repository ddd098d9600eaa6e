import { objectId } from '@parley/shared/ids';
import { messageView, reactionParam } from '@parley/shared/messages';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { setReaction } from './reactions.actions.js';

const params = z.strictObject({ messageId: objectId, emoji: reactionParam });

export function mountReactions(routes: Routes): void {
  route(
    routes,
    ['put', '/messages/:messageId/reactions/:emoji'],
    { summary: 'React to a message', answer: messageView, params },
    (actor, input) => setReaction(actor, input.params, true),
  );
  route(
    routes,
    ['delete', '/messages/:messageId/reactions/:emoji'],
    { summary: 'Take a reaction back', answer: messageView, params },
    (actor, input) => setReaction(actor, input.params, false),
  );
}
