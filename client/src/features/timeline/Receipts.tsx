import type { MessageView } from '@parley/shared/messages';
import type { ReactNode } from 'react';
import { shallowEqual } from 'react-redux';
import { useAppSelector } from '../../core/store';
import { Avatar } from '../../ui/Avatar';
import { personName } from '../../core/rooms/personName';
import { t } from './text/first';

const SHOWN = 5;

type Reads = Record<string, number>;
const NOBODY: string[] = [];
const bySeq = new WeakMap<Reads, Map<number, string[]>>();

/** Who has read up to exactly one place of a room. All of it is turned round once, and not for each row. */
function readersAt(reads: Reads | undefined, seq: number): string[] {
  if (!reads) return NOBODY;
  let turned = bySeq.get(reads);
  if (!turned) {
    turned = new Map();
    for (const [userId, at] of Object.entries(reads)) turned.set(at, [...(turned.get(at) ?? NOBODY), userId]);
    bySeq.set(reads, turned);
  }
  return turned.get(seq) ?? NOBODY;
}

interface ReceiptsProps {
  message: MessageView;
  ticked: boolean;
  icons: { stored: ReactNode; all: ReactNode };
}

/** Who has read up to exactly here, and whether one's own message is stored or has reached everybody. */
export function Receipts({ message, ticked, icons }: ReceiptsProps) {
  const readers = useAppSelector(
    (state) => readersAt(state.rooms.reads[message.roomId], message.seq),
    shallowEqual,
  );
  if (readers.length === 0 && !ticked) return null;
  return <Shown message={message} ticked={ticked} icons={icons} all={readers} />;
}

function Shown({ message, ticked, icons, all }: ReceiptsProps & { all: string[] }) {
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  const everyone = useAppSelector((state) => {
    const others = Object.entries(state.rooms.reads[message.roomId] ?? {}).filter(
      ([userId]) => userId !== myId,
    );
    return others.length > 0 && others.every(([, seq]) => seq >= message.seq);
  });
  const users = useAppSelector((state) => state.people.users.entities);
  const readers = all.filter((userId) => userId !== myId && userId !== message.authorId);
  if (readers.length === 0 && !ticked) return null;
  const names = readers.map((userId) => personName(users[userId])).join(', ');
  return (
    <div className="flex shrink-0 items-end gap-1 self-end pb-1 text-faint">
      {ticked && (
        <span
          role="img"
          aria-label={everyone ? t('receipts.everybody') : t('receipts.stored')}
          title={everyone ? t('receipts.everybody') : t('receipts.stored')}
          className={everyone ? 'text-accent' : undefined}
        >
          {everyone ? icons.all : icons.stored}
        </span>
      )}
      {readers.length > 0 && (
        <span
          role="img"
          aria-label={t('receipts.upToHere', { names })}
          title={t('receipts.upToHere', { names })}
          className="flex"
        >
          {readers.slice(0, SHOWN).map((userId) => (
            <Avatar
              key={userId}
              id={userId}
              name={users[userId]?.displayName ?? '?'}
              size={16}
              className="-ms-1 rounded-[28%] ring-2 ring-page first:ms-0"
            />
          ))}
          {readers.length > SHOWN && <span className="ms-1 text-[11px]">+{readers.length - SHOWN}</span>}
        </span>
      )}
    </div>
  );
}
