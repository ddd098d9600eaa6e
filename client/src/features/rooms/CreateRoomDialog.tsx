import { Hash, Lock } from 'lucide-react';
import { useState, type SyntheticEvent } from 'react';
import { useNavigate } from '../../core/navigation';
import { FormFailure } from '../../core/FormFailure';
import { useCore } from '../../core/coreContext';
import { allowedInWorkspace } from '../../core/rooms/workspaceRights';
import { useAppSelector } from '../../core/store';
import { fieldsOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { classes } from '../../ui/classes';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { PeoplePicker } from './public/PeoplePicker';
import { roomPath } from '../../core/rooms/names';
import { createRoom } from '../../core/rooms/commands';
import { t } from './text/text';

const kinds = [
  { type: 'public', Icon: Hash, name: t('rooms.public'), text: t('rooms.publicMeans') },
  { type: 'private', Icon: Lock, name: t('rooms.private'), text: t('rooms.privateMeans') },
] as const;

/** Those that one may create. */
function useKinds() {
  const mayPublic = useAppSelector((state) => allowedInWorkspace(state, 'createPublicRooms'));
  const mayPrivate = useAppSelector((state) => allowedInWorkspace(state, 'createPrivateRooms'));
  return kinds.filter(({ type }) => (type === 'public' ? mayPublic : mayPrivate));
}

type Kind = (typeof kinds)[number]['type'];

const KindChoice = ({ kind, onChange }: { kind: Kind; onChange: (kind: Kind) => void }) => (
  <div role="radiogroup" aria-label={t('rooms.whoSees')} className="mb-4 grid grid-cols-2 gap-2">
    {useKinds().map(({ type, Icon, name, text }) => (
      <button
        key={type}
        type="button"
        role="radio"
        aria-checked={kind === type}
        onClick={() => onChange(type)}
        className={classes(
          'rounded-lg border p-3 text-start',
          kind === type ? 'border-accent bg-tint' : 'border-strong hover:bg-hover',
        )}
      >
        <span className="flex items-center gap-2 text-[14px] font-semibold">
          <Icon size={16} strokeWidth={2} aria-hidden="true" />
          {name}
        </span>
        <span className="mt-0.5 block text-[12px] text-soft">{text}</span>
      </button>
    ))}
  </div>
);

/** Creates a room, public or with chosen people, and opens it. */
export function CreateRoomDialog({ onClose }: { onClose: () => void }) {
  const core = useCore();
  const navigate = useNavigate();
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const [type, setType] = useState<Kind>(useKinds()[0]?.type ?? 'public');
  const [name, setName] = useState('');
  const [topic, setTopic] = useState('');
  const [people, setPeople] = useState<string[]>([]);
  const [failure, setFailure] = useState<unknown>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setFailure(undefined);
    const input = { name: name.trim(), topic };
    createRoom(core, type === 'public' ? { type, ...input } : { type, ...input, memberIds: people }).then(
      (room) => {
        onClose();
        navigate(roomPath(room.roomId));
      },
      setFailure,
    );
  };
  const fields = fieldsOf(failure);
  return (
    <Dialog open onClose={onClose} title={t('rooms.create')}>
      <form onSubmit={submit}>
        <KindChoice kind={type} onChange={setType} />
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
        <FormFailure error={failure} />
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
