import { listed } from '../../text/listed';
import { t } from './text/text';

function sentence(names: string[]): string {
  if (names.length === 1) return t('typing.one', { name: names[0] ?? '' });
  if (names.length <= 3) return t('typing.some', { names: listed(names) });
  return t('typing.many');
}

/** Who is typing, in a sentence. Loaded with the first who does. */
export default function TypingNames({ names }: { names: string[] }) {
  return (
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
  );
}
