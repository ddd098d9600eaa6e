import type { MuteView } from '@parley/shared/moderation/moderation';
import { useEffect } from 'react';
import { useCore } from '../../../core/coreContext';
import { meChanged } from '../../../core/state/session';
import { formatFull } from '../../../ui/times';
import { t } from '../text/text';

/** The longest delay a browser's timer takes, in ms. */
const LONGEST_MS = 2 ** 31 - 1;

/** In the place of the composer: until when one is muted, and why. When it ends, the composer is back by itself. */
export function MutedFooter({ mute: { until, reason } }: { mute: MuteView }) {
  const { store } = useCore();
  useEffect(() => {
    const timer = setTimeout(
      () => {
        const { me } = store.getState().session;
        if (!me) return;
        const mutes = me.mutes?.filter((one) => Date.parse(one.until) > Date.now());
        store.dispatch(meChanged({ ...me, mutes }));
      },
      Math.min(LONGEST_MS, Math.max(0, Date.parse(until) - Date.now()) + 50),
    );
    return () => clearTimeout(timer);
  }, [store, until]);
  return (
    <p role="note" dir="auto" className="m-4 rounded-xl bg-hover px-4 py-3 text-center text-[14px] text-soft">
      {t('moderation.mutedUntil', { time: formatFull(until), reason })}
    </p>
  );
}
