import { lazy, Suspense } from 'react';
import { useAppSelector } from '../../core/store';
import { shallowEqual } from 'react-redux';
import { Fallible } from '../../ui/Fallible';
import { t } from './text/first';

const first = (name: string): string => name.split(/\s+/u)[0] ?? name;

const TypingNames = lazy(() => import('./TypingNames'));

/** Who is typing. The line is always rendered, so that nothing moves. */
export function TypingLine({ roomId }: { roomId: string }) {
  const names = useAppSelector(
    (state) =>
      (state.people.typing[roomId] ?? [])
        .filter((userId) => userId !== state.session.me?.userId)
        .map((userId) => first(state.people.users.entities[userId]?.displayName ?? t('common.somebody'))),
    shallowEqual,
  );
  return (
    <div
      aria-live="polite"
      className="flex h-6 shrink-0 items-center gap-2 px-5 ps-[68px] text-[12px] text-soft max-[819px]:ps-3"
    >
      {names.length > 0 && (
        <Fallible>
          <Suspense>
            <TypingNames names={names} />
          </Suspense>
        </Fallible>
      )}
    </div>
  );
}
