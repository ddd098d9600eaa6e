import { Dialog as Base } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { selectSidebar } from '../../core/rooms/select';
import { useAppSelector } from '../../core/store';
import { useBackCloses } from '../../ui/backCloses';
import { JumpTarget, keyOf } from './JumpTarget';
import { findTargets, type Target } from './jumpTargets';
import { t } from './text/text';
import { useJumpTo } from './useJumpTo';

function useTargets(input: string): Target[] {
  const { favourites, rooms, direct } = useAppSelector(selectSidebar);
  const users = useAppSelector((state) => state.people.users.entities);
  const myId = useAppSelector((state) => state.session.me?.userId ?? '');
  return findTargets(input, { rooms: [...favourites, ...rooms, ...direct], users, myId });
}

interface JumpFieldProps {
  input: string;
  /** The id of the selected target. */
  selectedId: string | undefined;
  onType: (input: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

const JumpField = ({ input, selectedId, onType, onKeyDown }: JumpFieldProps) => (
  <div className="flex h-[52px] items-center gap-3 border-b border-line px-4">
    <Search size={18} strokeWidth={1.75} className="text-soft" aria-hidden="true" />
    <input
      autoFocus
      role="combobox"
      aria-expanded="true"
      aria-controls="jump-list"
      aria-activedescendant={selectedId}
      aria-label={t('jump.title')}
      placeholder={t('jump.placeholder')}
      value={input}
      onChange={(event) => onType(event.target.value)}
      onKeyDown={onKeyDown}
      className="min-w-0 flex-1 bg-transparent text-[16px] outline-none"
    />
  </div>
);

interface JumpListProps {
  targets: Target[];
  selected: number;
  onPick: (target: Target) => void;
}

const JumpList = ({ targets, selected, onPick }: JumpListProps) => (
  <>
    <ul
      id="jump-list"
      role="listbox"
      aria-label={t('rooms.roomsAndPeople')}
      hidden={targets.length === 0}
      className="m-0 min-h-0 flex-1 list-none overflow-y-auto p-2"
    >
      {targets.map((target, i) => (
        <JumpTarget
          key={keyOf(target)}
          target={target}
          id={`jump-${i}`}
          selected={i === selected}
          onClick={() => onPick(target)}
        />
      ))}
    </ul>
    {targets.length === 0 && (
      <p role="status" className="m-0 px-3 pt-2 pb-6 text-center text-[14px] text-soft">
        {t('jump.none')}
      </p>
    )}
  </>
);

/** Goes anywhere by a few letters: `#` for rooms, `@` for people, `?` for messages. */
export function JumpDialog({ onClose }: { onClose: () => void }) {
  const jumpTo = useJumpTo();
  const [input, setInput] = useState('');
  const [chosen, setChosen] = useState(0);
  const targets = useTargets(input);
  const count = targets.length;
  const selected = Math.min(chosen, Math.max(0, count - 1));
  const go = (target: Target): void => {
    onClose();
    jumpTo(target);
  };
  const type = (text: string): void => {
    setInput(text);
    setChosen(0);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = targets[selected];
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setChosen((selected + (event.key === 'ArrowDown' ? 1 : count - 1)) % Math.max(1, count));
    } else if (event.key === 'Enter' && target) {
      event.preventDefault();
      go(target);
    }
  };
  useBackCloses(true, onClose);
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-black/30" />
        <Base.Popup className="fixed top-[12vh] left-1/2 z-50 flex max-h-[70vh] w-[calc(100vw-32px)] max-w-[560px] -translate-x-1/2 flex-col overflow-hidden rounded-2xl border border-line bg-page shadow-float outline-none max-[819px]:top-4">
          <Base.Title className="sr-only">{t('jump.title')}</Base.Title>
          <JumpField
            input={input}
            selectedId={count > 0 ? `jump-${selected}` : undefined}
            onType={type}
            onKeyDown={onKeyDown}
          />
          <JumpList targets={targets} selected={selected} onPick={go} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
