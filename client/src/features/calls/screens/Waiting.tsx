import type { CallState } from '../callState';
import { t } from '../text/text';
import { calledAlone, invitedOthers, ringOutcomes } from './Calling';
import { useNames } from './useNames';

function linesOf(state: CallState, nameOf: (userId: string) => string): string[] {
  if (state.phase === 'joining') return [t('calls.joining')];
  const invited = invitedOthers(state);
  const ringing = invited.filter((one) => one.state === 'ringing').length;
  if (ringing > 1) return [t('calls.callingMany', { count: ringing })];
  // Who answered and is not here has left again.
  return invited
    .filter((one) => one.state !== 'answered')
    .map((one) => ringOutcomes[one.state](nameOf(one.userId)));
}

/** Below the tiles of a call with one person: the people it rings for, or why none of them joined. */
export function Waiting({ state }: { state: CallState }) {
  const nameOf = useNames();
  if (state.tiles.some(({ own }) => !own) || calledAlone(state)) return null;
  const lines = linesOf(state, nameOf);
  return (
    <p role="status" className="m-0 px-4 text-center text-[14px] text-soft">
      {lines.length === 0 ? t('calls.alone') : lines.slice(0, 3).join(' ')}
    </p>
  );
}
