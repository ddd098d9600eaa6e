import { useCallback, useEffect, useRef, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { sentenceOf } from '../../platform/api';
import { showRefusal } from '../../ui/toast';
import { loadVote, vote } from './polls.commands';
import { t } from './text/text';

interface Vote {
  /** One's vote, by the ids of options; empty until it is loaded. */
  mine: readonly string[];
  /**
   * Changes the vote, optimistically.
   *
   * @param toggle returns the new vote from the present one
   * @returns the new vote; undefined when it was refused, which is shown
   */
  change: (toggle: (mine: readonly string[]) => string[]) => Promise<readonly string[] | undefined>;
}

/**
 * One's own vote in a poll. It is requested with the card and whenever the window gets the focus, since another device
 * may have changed it: the message has only the counts.
 */
export function useVote(messageId: string, enabled: boolean): Vote {
  const core = useCore();
  const [mine, setMine] = useState<readonly string[]>([]);
  const known = useRef<readonly string[]>(undefined);
  // Counts changes: an answer that was requested before one is older than what is on the screen.
  const changes = useRef(0);
  const shown = useCallback((optionIds: readonly string[]): void => {
    known.current = optionIds;
    setMine(optionIds);
  }, []);

  useEffect(() => {
    if (!enabled) return;
    const load = (): void => {
      const requestedAt = changes.current;
      loadVote(core, messageId).then(
        (optionIds) => requestedAt === changes.current && shown(optionIds),
        // Offline nothing is marked; voting shows the failure.
        () => undefined,
      );
    };
    load();
    window.addEventListener('focus', load);
    return () => {
      changes.current += 1;
      window.removeEventListener('focus', load);
    };
  }, [core, messageId, enabled, shown]);

  const change = useCallback<Vote['change']>(
    async (toggle) => {
      try {
        // With several choices, one option is added to the present vote.
        const before = known.current ?? (await loadVote(core, messageId));
        const next = toggle(known.current ?? before);
        changes.current += 1;
        const at = changes.current;
        shown(next);
        await vote(core, messageId, next).catch((error: unknown) => {
          if (at === changes.current) shown(before);
          throw error;
        });
        return next;
      } catch (error) {
        showRefusal(t('polls.voteFailed'), sentenceOf(error));
        return undefined;
      }
    },
    [core, messageId, shown],
  );
  return { mine, change };
}
