import { createContext, useContext } from 'react';
import { classes } from './classes';
import { t } from '../text/first';

/** A hue from an id: the same person has the same colour everywhere, for ever (FNV-1a, offset and prime of its specification). */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % 360;
}

/** Two letters for Latin names, one sign for scripts whose signs are wide. */
export function monogram(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = [...(words[0] ?? '')][0] ?? '?';
  // Before U+1100 there is no wide script, and most names need no table of scripts.
  if (
    first >= '\u1100' &&
    /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u.test(first)
  )
    return first;
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return `${first}${last}`.toLocaleUpperCase();
}

export type Dot = 'online' | 'away' | 'dnd' | 'offline';
export const dotNames: Record<Dot, string> = {
  online: t('presence.online'),
  away: t('presence.away'),
  dnd: t('presence.dnd'),
  offline: t('presence.offline'),
};

/** The URL of a person's picture, by id; provided above, because `ui/` has no access to people. */
export const PictureOf = createContext<(id: string) => string | undefined>(() => undefined);

interface AvatarProps {
  id: string;
  name: string;
  size: number;
  dot?: Dot | undefined;
  className?: string;
}

export function Avatar({ id, name, size, dot, className }: AvatarProps) {
  const picture = useContext(PictureOf)(id);
  return (
    <span
      className={classes('relative inline-block shrink-0 select-none', className)}
      style={{ width: size, height: size }}
    >
      {picture === undefined ? (
        <span
          aria-hidden="true"
          className="avatar flex size-full items-center justify-center font-semibold"
          style={{ ['--hue' as string]: hueOf(id), fontSize: Math.max(7, size * 0.38), lineHeight: 1 }}
        >
          {monogram(name)}
        </span>
      ) : (
        <img
          src={picture}
          alt=""
          draggable={false}
          className="block size-full rounded-[28%] bg-hover object-cover"
        />
      )}
      {dot && (
        <span
          role="img"
          aria-label={dotNames[dot]}
          className="absolute -end-0.5 -bottom-0.5 rounded-full border-2 border-panel"
          style={{
            width: Math.max(9, size * 0.28),
            height: Math.max(9, size * 0.28),
            background: `var(--${dot})`,
          }}
        />
      )}
    </span>
  );
}
