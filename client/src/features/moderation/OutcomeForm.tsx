import { moderationLimits } from '@parley/shared/moderation/limits';
import type { OutcomeInput, OutcomeKind, ReportView } from '@parley/shared/moderation/moderation';
import { useState, type SyntheticEvent } from 'react';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Choice } from './fields';
import { durations, endAfter, outcomeNames, type Duration } from './names';
import { t } from './text/text';

type Chosen = OutcomeKind | 'muteRoom';

/** What the moderator may choose for this report. */
function choicesOf({ mayPunish, messageId }: ReportView): { value: Chosen; name: string }[] {
  const kinds: Chosen[] = [
    'nothing',
    ...(mayPunish ? (['warn'] as const) : []),
    ...(messageId === null ? [] : (['delete'] as const)),
    ...(mayPunish && messageId !== null ? (['muteRoom', 'remove'] as const) : []),
    ...(mayPunish ? (['mute', 'ban'] as const) : []),
  ];
  return kinds.map((value) => ({
    value,
    name: value === 'muteRoom' ? t('moderation.muteRoom') : outcomeNames[value],
  }));
}

interface Filled {
  reason: string;
  duration: Duration;
  addresses: boolean;
}

function outcomeOf(
  kind: Chosen,
  { reason, duration, addresses }: Filled,
  roomId: string | null,
): OutcomeInput {
  // A mute always ends.
  const until = endAfter(duration);
  const end = until ?? endAfter('720') ?? '';
  if (kind === 'warn') return { kind, reason };
  if (kind === 'mute') return { kind, reason, until: end, roomId: null };
  if (kind === 'muteRoom') return { kind: 'mute', reason, until: end, roomId };
  if (kind === 'ban') return { kind, reason, until, addresses };
  return { kind };
}

/** The outcome of a report, with what it needs. */
export function OutcomeForm({
  report,
  onClose,
}: {
  report: ReportView;
  onClose: (outcome: OutcomeInput) => Promise<void>;
}) {
  const [kind, setKind] = useState<Chosen>('nothing');
  const [filled, setFilled] = useState<Filled>({ reason: '', duration: '24', addresses: false });
  const [busy, setBusy] = useState(false);
  const set = (change: Partial<Filled>): void => setFilled({ ...filled, ...change });
  const lasts = kind === 'mute' || kind === 'muteRoom' || kind === 'ban';
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setBusy(true);
    void onClose(outcomeOf(kind, { ...filled, reason: filled.reason.trim() }, report.roomId)).finally(() =>
      setBusy(false),
    );
  };
  return (
    <form onSubmit={submit}>
      {!report.mayPunish && <p className="mt-0 mb-2 text-[13px] text-soft">{t('moderation.noPower')}</p>}
      <Choice label={t('moderation.outcome')} value={kind} options={choicesOf(report)} onChange={setKind} />
      {lasts && (
        <Choice
          label={t('moderation.until')}
          value={filled.duration}
          options={kind === 'ban' ? durations : durations.filter(({ value }) => value !== '0')}
          onChange={(duration) => set({ duration })}
        />
      )}
      {(lasts || kind === 'warn') && (
        <Field
          label={t('moderation.reasonShown')}
          required
          dir="auto"
          maxLength={moderationLimits.reason}
          value={filled.reason}
          onChange={(event) => set({ reason: event.target.value })}
        />
      )}
      {kind === 'ban' && <Addresses on={filled.addresses} onChange={(addresses) => set({ addresses })} />}
      <Button type="submit" kind="primary" disabled={busy}>
        {t('moderation.close')}
      </Button>
    </form>
  );
}

/** Whether a ban covers new accounts from the person's addresses. */
export const Addresses = ({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) => (
  <label className="mb-3 flex min-h-7 items-center gap-2.5 text-[14px] max-[819px]:min-h-11">
    <input
      type="checkbox"
      className="size-4 accent-[var(--accent-solid)]"
      checked={on}
      onChange={(event) => onChange(event.target.checked)}
    />
    {t('moderation.addresses')}
  </label>
);
