import type { MessageView } from '@parley/shared/messages';
import { findPart } from '@parley/shared/findPart';
import { isPollClosed } from '@parley/shared/polls/closed';
import { CircleStop } from 'lucide-react';
import { useCore } from '../../core/coreContext';
import { allowed } from '../../core/rooms/select';
import { useAppSelector } from '../../core/store';
import { sentenceOf } from '../../platform/api';
import { t } from './text/text';
import { announce } from '../../ui/announce';
import { MenuItem } from '../../ui/Menu';
import { showRefusal } from '../../ui/toast';
import { closePoll } from './polls.commands';

/** Closes one's own poll, or any as a moderator. */
export function ClosePollAction({ message }: { message: MessageView }) {
  const core = useCore();
  const { roomId, authorId, messageId } = message;
  const poll = findPart(message, 'poll');
  const mayClose = useAppSelector(
    (state) =>
      allowed(state, roomId, 'send') &&
      (state.session.me?.userId === authorId || allowed(state, roomId, 'deleteAnyMessage')),
  );
  if (!poll || !mayClose || isPollClosed(poll, Date.now())) return null;
  const close = (): void =>
    void closePoll(core, messageId).then(
      () => announce(t('polls.nowClosed')),
      (error: unknown) => showRefusal(t('polls.closeFailed'), sentenceOf(error)),
    );
  return (
    <MenuItem icon={<CircleStop size={16} />} onSelect={close}>
      {t('polls.close')}
    </MenuItem>
  );
}
