import { moderationLimits } from '@parley/shared/moderation/limits';
import { useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import { Field } from '../../ui/Field';
import { Choice } from './fields';
import { durations, endAfter, nameOf, type Duration } from './names';
import { Addresses } from './OutcomeForm';
import { t } from './text/text';

type Kind = 'mute' | 'muteRoom' | 'ban';

const kindsIn = (roomId: string | undefined): { value: Kind; name: string }[] => [
  { value: 'mute', name: t('moderation.mute') },
  ...(roomId === undefined ? [] : [{ value: 'muteRoom' as const, name: t('moderation.muteRoom') }]),
  { value: 'ban', name: t('moderation.ban') },
];

interface RestrictDialogProps {
  userId: string;
  roomId?: string;
  onClose: () => void;
}

/** Mutes or bans a person without a report. */
export function RestrictDialog({ userId, roomId, onClose }: RestrictDialogProps) {
  const { api } = useCore();
  const name = useAppSelector((state) => nameOf(state, userId));
  const [kind, setKind] = useState<Kind>('mute');
  const [duration, setDuration] = useState<Duration>('24');
  const [reason, setReason] = useState('');
  const [addresses, setAddresses] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const until = endAfter(duration);
    const path = { userId };
    const mute = { reason: reason.trim(), until: until ?? endAfter('720') ?? '' };
    const work =
      kind === 'ban'
        ? api.request('PUT /users/{userId}/ban', { path, body: { reason: reason.trim(), until, addresses } })
        : api.request('PUT /users/{userId}/mute', {
            path,
            body: { ...mute, roomId: kind === 'muteRoom' ? (roomId ?? null) : null },
          });
    work.then(() => {
      announce(t('moderation.applied'));
      onClose();
    }, setFailure);
  };
  return (
    <Dialog open onClose={onClose} title={t('moderation.restrict', { name })}>
      <form onSubmit={submit}>
        <Choice<Kind>
          label={t('moderation.outcome')}
          value={kind}
          options={kindsIn(roomId)}
          onChange={setKind}
        />
        <Choice
          label={t('moderation.until')}
          value={duration}
          options={kind === 'ban' ? durations : durations.filter(({ value }) => value !== '0')}
          onChange={setDuration}
        />
        <Field
          label={t('moderation.reasonShown')}
          required
          dir="auto"
          maxLength={moderationLimits.reason}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        {kind === 'ban' && <Addresses on={addresses} onChange={setAddresses} />}
        <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" kind="danger">
            {t('moderation.apply')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
