import { useState, type ReactNode } from 'react';
import type { CallActions, CallState } from '../callState';
import { classes } from '../../../ui/classes';
import { t } from '../text/text';
import { Banner } from './Banner';
import { faultWords } from './deviceWords';

interface CallNoticesProps {
  state: CallState;
  actions: Pick<CallActions, 'join' | 'playSound' | 'dismissFailure'>;
  /** Opens the test of the network. */
  onNetworkTest: (() => void) | undefined;
  className?: string;
}

/** Devices that cannot be used. In a running call one can put such a notice away. */
function Faults({ state: { own, phase } }: Pick<CallNoticesProps, 'state'>) {
  const [dismissed, setDismissed] = useState<string[]>([]);
  return faultWords(own.faults)
    .filter(({ key }) => !dismissed.includes(key))
    .map(({ key, text }) => (
      <Banner
        key={key}
        onDismiss={phase === 'preview' ? undefined : () => setDismissed((before) => [...before, key])}
      >
        {text}
      </Banner>
    ));
}

/** What is wrong with the call, and what to do about it. Empty where all is well. */
export function CallNotices({ state, actions, onNetworkTest, className }: CallNoticesProps) {
  const { failure, elsewhere, soundBlocked, phase, stuck, unreachable, own } = state;
  const test = onNetworkTest && { label: t('calls.networkTest'), run: onNetworkTest };
  const notices: ReactNode[] = [
    elsewhere && (
      <Banner
        key="elsewhere"
        // The preview has a large button for it.
        action={
          phase === 'preview'
            ? undefined
            : { label: t('calls.moveHere'), run: () => actions.join({ move: true }) }
        }
      >
        {t('calls.elsewhere')}
      </Banner>
    ),
    // The same in other words where one is in a call elsewhere.
    failure !== undefined && !elsewhere && (
      <Banner key="failure" failed onDismiss={() => actions.dismissFailure()}>
        {failure}
      </Banner>
    ),
    soundBlocked && (
      <Banner key="sound" action={{ label: t('calls.playSound'), run: () => actions.playSound() }}>
        {t('calls.soundBlocked')}
      </Banner>
    ),
    phase === 'offline' && <Banner key="offline">{t('calls.offline')}</Banner>,
    unreachable && phase !== 'ended' && (
      <Banner key="unreachable" action={test}>
        {t('calls.unreachable')}
      </Banner>
    ),
    // The same, without its cause.
    stuck && !unreachable && (
      <Banner key="stuck" action={test}>
        {t('calls.stuck')}
      </Banner>
    ),
    own.screen && own.screenBlack && <Banner key="black">{t('calls.black')}</Banner>,
  ].filter(Boolean);
  // There without notices, too: screen readers announce what comes into a region that is there already.
  return (
    <div aria-live="polite" className={classes('flex flex-col gap-2', className)}>
      {notices}
      <Faults state={state} />
    </div>
  );
}
