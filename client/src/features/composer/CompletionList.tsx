import { Hash, Megaphone, Slash } from 'lucide-react';
import { Avatar } from '../../ui/Avatar';
import { classes } from '../../ui/classes';
import { Kbd } from '../../ui/Notice';
import type { Choice } from './choices';
import { t } from './text/text';

const keys = { enter: 'Enter', tab: 'Tab' };
const intoView = (element: HTMLLIElement | null): void => element?.scrollIntoView({ block: 'nearest' });

interface CompletionListProps {
  choices: Choice[];
  selected: number;
  /** The person moved to the chosen one; it is not just the first. */
  moved: boolean;
  onMove: (index: number) => void;
  onPick: (choice: Choice) => void;
}

export function CompletionList({ choices, selected, moved, onMove, onPick }: CompletionListProps) {
  return (
    <ul
      id="completions"
      role="listbox"
      // A list that scrolls must be focusable; the focus stays in the composer all the same.
      tabIndex={0}
      aria-label={t('composer.suggestions')}
      className="absolute bottom-full start-0 z-30 m-0 mb-1.5 w-full max-w-[420px] list-none rounded-xl border border-line bg-raised p-1 shadow-float max-h-[50vh] overflow-y-auto"
    >
      {choices.map((choice, i) => (
        <li
          key={choice.key}
          id={`completion-${i}`}
          role="option"
          aria-selected={i === selected}
          ref={i === selected ? intoView : undefined}
          onMouseMove={() => (i === selected && moved) || onMove(i)}
          // Pressing must not move the focus out of the composer.
          onMouseDown={(event) => {
            event.preventDefault();
            onPick(choice);
          }}
          className={classes(
            'flex h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 text-[14px] max-[819px]:h-11',
            i === selected && 'bg-selected',
          )}
        >
          {choice.picture === 'room' ? (
            <Hash size={16} strokeWidth={1.75} className="text-soft" aria-hidden="true" />
          ) : choice.picture === 'command' ? (
            <Slash size={16} strokeWidth={1.75} className="text-soft" aria-hidden="true" />
          ) : choice.picture === 'everybody' ? (
            <Megaphone size={16} strokeWidth={1.75} className="text-soft" aria-hidden="true" />
          ) : 'emoji' in choice.picture ? (
            <span className="w-6 text-center text-[18px]">{choice.picture.emoji}</span>
          ) : (
            <Avatar id={choice.picture.userId} name={choice.label} size={22} />
          )}
          <span className="truncate">
            <bdi>{choice.label}</bdi>
          </span>
          <span className="min-w-0 flex-1 truncate text-[13px] text-soft">
            <bdi>{choice.detail}</bdi>
          </span>
          {i === selected && (
            <span aria-hidden="true" className="max-[819px]:hidden">
              <Kbd>{moved || choice.meant ? keys.enter : keys.tab}</Kbd>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
