import { sentenceOf } from '../../platform/api';
import { t } from '../../text/text';
import { announce } from '../../ui/announce';
import { showRefusal } from '../../ui/toast';

/** Announces that a change of a message is done, or shows why the server refused it. */
export const announceOutcome = (work: Promise<unknown>, done: string): void =>
  void work.then(
    () => announce(done),
    (error: unknown) => showRefusal(t('message.changeFailed'), sentenceOf(error)),
  );
