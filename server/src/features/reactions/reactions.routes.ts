import { objectId } from '@parley/shared/ids';
import { reactionParam } from '@parley/shared/messages';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { setReaction } from './reactions.actions.js';

const params = z.strictObject({ messageId: objectId, emoji: reactionParam });

export function mountReactions(routes: Routes): void {
  route(routes, ['put', '/messages/:messageId/reactions/:emoji'], { params }, (actor, input) =>
    setReaction(actor, input.params, true),
  );
  route(routes, ['delete', '/messages/:messageId/reactions/:emoji'], { params }, (actor, input) =>
    setReaction(actor, input.params, false),
  );
}
