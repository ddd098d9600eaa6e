import type { MessageView } from '@parley/shared/messages';
import { lazy } from 'react';
import { defineScreens } from '../../core/screens';
import { ClosePollAction } from './ClosePollAction';
import { CreatePollTool } from './CreatePollTool';

declare module '../../core/dialogs' {
  interface DialogProps {
    createPoll: { roomId: string };
    pollVotes: { message: MessageView };
  }
}

const PollCard = lazy(() => import('./PollCard').then((m) => ({ default: m.PollCard })));
const CreatePollDialog = lazy(() =>
  import('./CreatePollDialog').then((m) => ({ default: m.CreatePollDialog })),
);
const VotesDialog = lazy(() => import('./VotesDialog').then((m) => ({ default: m.VotesDialog })));

export const polls = defineScreens({
  name: 'polls',
  parts: { poll: PollCard },
  composerTools: [{ order: 10, Item: CreatePollTool }],
  messageActions: [{ order: 85, Item: ClosePollAction }],
  dialogs: { createPoll: CreatePollDialog, pollVotes: VotesDialog },
});
