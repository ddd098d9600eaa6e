import type { RetentionCounts, RoomRetentionView } from '@parley/shared/retention';
import { useCallback, useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { allowed } from '../../core/rooms/select';
import { useAppSelector } from '../../core/store';
import { useLoaded } from '../../core/useLoaded';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { SkeletonRows } from '../../ui/Skeleton';
import { Sum } from './Sum';
import { t } from './text/text';

const rule = (days: number | null): string =>
  days === null ? t('retention.never') : t('retention.after', { days });

interface OwnRuleProps {
  view: RoomRetentionView;
  counts: RetentionCounts | undefined;
  onCount: (days: number) => void;
  onSave: (days: number | null) => void;
}

/** The room's own rule: first it is counted, then it is saved. */
function OwnRule({ view, counts, onCount, onSave }: OwnRuleProps) {
  const [days, setDays] = useState(view.days === null ? '' : String(view.days));
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (days === '' || counts || Number(days) === 0) onSave(days === '' ? null : Number(days));
    else onCount(Number(days));
  };
  return (
    <form onSubmit={submit}>
      <Field
        label={t('retention.days')}
        type="number"
        inputMode="numeric"
        min={view.allowed === 'any' ? 0 : 1}
        max={36_500}
        value={days}
        onChange={(event) => {
          setDays(event.target.value);
          onCount(-1);
        }}
        hint={t(view.allowed === 'any' ? 'retention.roomHintAny' : 'retention.roomHint')}
      />
      {counts && <Sum counts={counts} />}
      <Button type="submit" kind="primary">
        {counts ? t('retention.apply') : t('common.save')}
      </Button>
    </form>
  );
}

/** After how many days messages of a room are deleted; its owners can set a rule where the workspace allows that. */
export function RoomRetention({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const { api } = useCore();
  const may = useAppSelector((state) => allowed(state, roomId, 'setRules'));
  const [counts, setCounts] = useState<RetentionCounts>();
  const load = useCallback(
    () => api.request('GET /rooms/{roomId}/retention', { path: { roomId } }),
    [api, roomId],
  );
  const { value: view, failure, act } = useLoaded(load);
  const count = async (days: number): Promise<void> => {
    setCounts(undefined);
    if (days < 0) return;
    const at = { path: { roomId }, query: { days } };
    setCounts(await act(api.request('GET /rooms/{roomId}/retention/preview', at)));
  };
  const save = async (days: number | null): Promise<void> => {
    await act(api.request('PUT /rooms/{roomId}/retention', { path: { roomId }, body: { days } }));
    setCounts(undefined);
  };
  return (
    <Dialog open onClose={onClose} title={t('retention.title')}>
      <FormFailure error={failure} />
      {!view && failure === undefined && <SkeletonRows rows={2} />}
      {view && (
        <>
          <p className="mt-0 mb-3 text-[14px]">{rule(view.effective)}</p>
          {may && view.allowed !== 'none' && (
            <>
              <p className="mt-0 mb-3 text-[14px] text-soft">
                {t('retention.ofWorkspace', { rule: rule(view.ofWorkspace) })}
              </p>
              <OwnRule
                key={view.days}
                view={view}
                counts={counts}
                onCount={(days) => void count(days)}
                onSave={(days) => void save(days)}
              />
            </>
          )}
        </>
      )}
    </Dialog>
  );
}
