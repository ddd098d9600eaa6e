import { useAppSelector } from '../../core/store';
import { shallowEqual } from 'react-redux';
import { t } from './text/first';
import { listed } from '../../text/listed';

const first = (name: string): string => name.split(/\s+/u)[0] ?? name;

function sentence(names: string[]): string {
  if (names.length === 1) return t('typing.one', { name: names[0] ?? '' });
  if (names.length <= 3) return t('typing.some', { names: listed(names) });
  return t('typing.many');
}

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
        <>
          <span aria-hidden="true" className="flex gap-1">
            {[0, 1, 2].map((dot) => (
              <span
                key={dot}
                className="size-1.5 animate-[typing-dot_1.2s_infinite] rounded-full bg-[var(--faint)]"
                style={{ animationDelay: `${dot * 0.2}s` }}
              />
            ))}
          </span>
          {sentence(names)}
        </>
      )}
    </div>
  );
}
