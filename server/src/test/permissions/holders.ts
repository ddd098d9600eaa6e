import type { HolderColumn } from './cast.js';

/** There is no mail server here, which is a conflict, and no refusal. */
const invites = {
  'get /invites': 'f → +',
  'post /invites': 'f → +',
  'post /invites/:inviteId/mail': 'f → c',
  'delete /invites/:inviteId': 'f → +',
};

/** What custom roles open to their holders, by route: the outcome of a member without one, and theirs. Nothing that only admins have. */
export const beyondMember: Record<HolderColumn, Record<string, string>> = {
  inviter: invites,
  deputy: {
    ...invites,
    'patch /rooms/:roomId': 'f → +',
    'delete /messages/:messageId': 'f → +',
    'post /messages/:messageId/poll/close': 'f → +',
    'post /rooms/:roomId/call/mute': 'f → +',
    'get /rooms/:roomId/webhooks': 'f → +',
    'post /rooms/:roomId/webhooks': 'f → +',
    'delete /webhooks/:webhookId': 'f → +',
  },
  // A role opens no room.
  deputyOutside: invites,
};
