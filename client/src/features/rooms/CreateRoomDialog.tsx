import { Hash, Lock } from 'lucide-react';
import { useState, type SyntheticEvent } from 'react';
import { useNavigate } from '../../core/navigation';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { fieldsOf, sentenceOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { Failure } from '../../ui/Failure';
import { PeoplePicker } from './PeoplePicker';
import { roomPath } from '../../core/rooms/names';
import { createRoom } from '../../core/rooms/commands';
import { t } from './text/text';

const kinds = [
  { type: 'public', Icon: Hash, name: t('rooms.public'), text: t('rooms.publicMeans') },
  { type: 'private', Icon: Lock, name: t('rooms.private'), text: t('rooms.privateMeans') },
] as const;

export function CreateRoomDialog({ onClose }: { onClose: () => void }) {
  const core = useCore();
  const navigate = useNavigate();
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const [type, setType] = useState<'public' | 'private'>('public');
  const [name, setName] = useState('');
  const [topic, setTopic] = useState('');
  const [people, setPeople] = useState<string[]>([]);
  const [failure, setFailure] = useState<unknown>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setFailure(undefined);
    createRoom(
      core,
      type === 'public'
        ? { type, name: name.trim(), topic }
        : { type, name: name.trim(), topic, memberIds: people },
    ).then((room) => {
      onClose();
      navigate(roomPath(room.roomId));
    }, setFailure);
  };
  const fields = fieldsOf(failure);
  return (
    <Dialog open onClose={onClose} title={t('rooms.create')}>
      <form onSubmit={submit}>
        <div role="radiogroup" aria-label={t('rooms.whoSees')} className="mb-4 grid grid-cols-2 gap-2">
          {kinds.map(({ type: value, Icon, name: label, text }) => (
            <button
              key={value}
              type="button"
              role="radio"
              aria-checked={type === value}
              onClick={() => setType(value)}
              className={classes(
                'rounded-lg border p-3 text-start',
                type === value ? 'border-accent bg-tint' : 'border-strong hover:bg-hover',
              )}
            >
              <span className="flex items-center gap-2 text-[14px] font-semibold">
                <Icon size={16} strokeWidth={2} aria-hidden="true" />
                {label}
              </span>
              <span className="mt-0.5 block text-[12px] text-soft">{text}</span>
            </button>
          ))}
        </div>
        <Field
          label={t('rooms.name')}
          autoFocus
          required
          dir="auto"
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={fields['name']}
        />
        <Field
          label={t('rooms.topic')}
          dir="auto"
          value={topic}
          onChange={(event) => setTopic(event.target.value)}
          error={fields['topic']}
          hint={t('rooms.topicHint')}
        />
        {type === 'private' && (
          <div className="mb-4">
            <PeoplePicker picked={people} onChange={setPeople} without={[myId]} />
          </div>
        )}
        <Failure>{failure !== undefined && Object.keys(fields).length === 0 && sentenceOf(failure)}</Failure>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" kind="primary" disabled={name.trim() === ''}>
            {t('rooms.createNow')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
