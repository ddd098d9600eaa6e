import type { HoldView } from '@parley/shared/retention';
import { useCallback, useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { useAppSelector } from '../../core/store';
import { useLoaded } from '../../core/useLoaded';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Lead } from '../../ui/PageText';
import { formatDay } from '../../ui/times';
import { t } from './text/text';

const selectBox =
  'mt-1.5 block h-[42px] w-full rounded-lg border border-strong bg-page px-2 text-[15px] font-normal max-[819px]:text-[16px]';

const nameOf = ({ on, name }: HoldView): string => (on === 'workspace' ? t('retention.workspace') : name);

interface AddHoldProps {
  onAdd: (target: string, reason: string) => Promise<boolean>;
}

/** A target is `workspace`, `room:<id>` or `person:<id>`. */
function AddHold({ onAdd }: AddHoldProps) {
  const rooms = useAppSelector(({ rooms: { byId } }) => byId);
  const people = useAppSelector((state) => state.people.users.entities);
  const [target, setTarget] = useState('workspace');
  const [reason, setReason] = useState('');
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    if (await onAdd(target, reason)) setReason('');
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <label className="mb-4 block text-[13px] font-semibold">
        {t('retention.holdOn')}
        <select value={target} onChange={(event) => setTarget(event.target.value)} className={selectBox}>
          <option value="workspace">{t('retention.workspace')}</option>
          {Object.values(rooms)
            .filter(({ room }) => room.name !== '')
            .map(({ room }) => (
              <option key={room.roomId} value={`room:${room.roomId}`}>
                # {room.name}
              </option>
            ))}
          {Object.values(people)
            .filter(({ bot }) => !bot)
            .map(({ userId, displayName }) => (
              <option key={userId} value={`person:${userId}`}>
                {displayName}
              </option>
            ))}
        </select>
      </label>
      <Field
        label={t('retention.reason')}
        dir="auto"
        required
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <Button type="submit">{t('retention.addHold')}</Button>
    </form>
  );
}

/** Legal holds, for owners. */
export function Holds() {
  const { api } = useCore();
  const load = useCallback(async () => (await api.request('GET /holds')).holds, [api]);
  const { value: holds, failure, act } = useLoaded(load);
  const add = async (target: string, reason: string): Promise<boolean> => {
    const [on, targetId] = target.split(':') as [HoldView['on'], string | undefined];
    const body = { on, reason, ...(targetId === undefined ? {} : { targetId }) };
    return (await act(api.request('POST /holds', { body }))) !== undefined;
  };
  return (
    <section className="mt-6 border-t border-line pt-4">
      <h3 className="heading mt-0 mb-1 text-[15px]">{t('retention.holds')}</h3>
      <Lead>{t('retention.holdsLead')}</Lead>
      <FormFailure error={failure} />
      <ul aria-label={t('retention.holds')} className="m-0 mb-3 list-none divide-y divide-line p-0">
        {holds?.map((hold) => (
          <li key={hold.holdId} className="flex flex-wrap items-center gap-3 py-2 text-[14px]">
            <span className="min-w-0 flex-1">
              <b>
                <bdi>{nameOf(hold)}</bdi>
              </b>{' '}
              <bdi>{hold.reason}</bdi>{' '}
              <span className="text-soft">{formatDay(Date.parse(hold.createdAt))}</span>
            </span>
            <Button
              onClick={() =>
                void act(api.request('DELETE /holds/{holdId}', { path: { holdId: hold.holdId } }))
              }
            >
              {t('retention.endHold')}
            </Button>
          </li>
        ))}
      </ul>
      <AddHold onAdd={add} />
    </section>
  );
}
