import type { CallView, InvitedState } from '@parley/shared/calls/call';
import type { CallState } from '../callState';
import { Avatar } from '../../../ui/Avatar';
import { t } from '../text/text';
import { useNames } from './useNames';

/** A person a call rings for. */
export type Invited = CallView['invited'][number];

/** What became of ringing for a person, as a sentence. */
export const ringOutcomes: Record<InvitedState, (name: string) => string> = {
  ringing: (name) => t('calls.calling', { name }),
  // Answered, and not here yet or not any more.
  answered: () => t('calls.linkConnecting'),
  declined: (name) => t('calls.declinedOther', { name }),
  busy: (name) => t('calls.busyOther', { name }),
  missed: (name) => t('calls.missedOther', { name }),
};

/** The people a call rings or rang for, oneself aside. */
export const invitedOthers = ({ call, tiles }: CallState): Invited[] => {
  const mine = tiles.find(({ own }) => own)?.userId;
  return call?.invited.filter(({ userId }) => userId !== mine) ?? [];
};

/** The one person that one calls, while nobody else is there. */
export function calledAlone(state: CallState): Invited | undefined {
  const [first, ...rest] = invitedOthers(state);
  const alone = state.phase !== 'joining' && state.tiles.length === 1 && state.tiles[0]?.own === true;
  return alone && rest.length === 0 && first?.state !== 'answered' ? first : undefined;
}

/** In the place of a person who has not answered yet, or will not. */
export function Calling({ invited: { userId, state }, face }: { invited: Invited; face: number }) {
  const name = useNames()(userId);
  return (
    <div className="absolute inset-0 flex flex-col items-center justify-center gap-4 rounded-xl bg-raised px-4 pb-10">
      <span className="relative flex">
        {state === 'ringing' && (
          <span
            aria-hidden="true"
            className="absolute -inset-2.5 animate-pulse rounded-[30%] border-2 border-[var(--online)]"
          />
        )}
        <Avatar id={userId} name={name} size={face} />
      </span>
      <p role="status" className="m-0 mt-1 text-center text-[16px] font-medium">
        {ringOutcomes[state](name)}
      </p>
    </div>
  );
}
