import { defineFeature } from '../../core/feature';
import {
  draftReceived,
  draftsForgotten,
  draftsSynced,
  readDraft,
  saveDraft,
  sendUnsentDrafts,
  unsentDrafts,
} from './public/drafts';
import { readUnfinished, saveUnfinished, unfinishedEdits, unfinishedForgotten } from './public/unfinished';

export const drafts = defineFeature({
  name: 'drafts',
  events: {
    'draft:changed': (store, { draft, sessionId }) => {
      if (sessionId !== store.getState().session.sessionId) draftReceived(draft);
    },
  },
  online: (api, sync) =>
    draftsSynced(sync.drafts, (roomId, text) =>
      api.request('PUT /rooms/{roomId}/draft', { path: { roomId }, body: { text } }),
    ),
  flush: sendUnsentDrafts,
  unsent: [
    {
      name: 'drafts',
      read: unsentDrafts,
      putBack: (roomId, text: string) => readDraft(roomId) === '' && saveDraft(roomId, text),
    },
    {
      name: 'edits',
      read: unfinishedEdits,
      putBack: (roomId, edit: ReturnType<typeof unfinishedEdits>[0][1]) =>
        saveUnfinished(roomId, { edit, ...readUnfinished(roomId) }),
    },
  ],
  forgotten: () => {
    draftsForgotten();
    unfinishedForgotten();
  },
});
