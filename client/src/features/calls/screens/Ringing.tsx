import { MicOff, Phone, PhoneOff } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { announce } from '../../../ui/announce';
import { Avatar } from '../../../ui/Avatar';
import { pressed } from '../../../ui/keys';
import { t } from '../text/text';
import { ariaKeysOf, callKeys, keysOf } from './callKeys';
import { useNames } from './useNames';

interface RingingProps {
  /** The id of the person who calls. */
  caller: string;
  /** Of the conversation; nothing more is shown where it is the caller's name. */
  title: string;
  /** Joins at once, with the microphone on. */
  onAccept: () => void;
  onDecline: () => void;
  /** Joins with the microphone off. */
  onAcceptMuted?: (() => void) | undefined;
}

const typing = 'input, textarea, select, [contenteditable="true"]';

/** The keys of a ringing call: with Ctrl or ⌘ and Shift from anywhere, also from the composer. */
function useRingingKeys({ onAccept, onDecline }: Pick<RingingProps, 'onAccept' | 'onDecline'>): void {
  const latest = useRef({ onAccept, onDecline });
  latest.current = { onAccept, onDecline };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { key, command, shift } = pressed(event);
      if (event.repeat || event.defaultPrevented || !command || !shift) return;
      if (key !== callKeys.accept && key !== callKeys.decline) return;
      event.preventDefault();
      if (key === callKeys.accept) latest.current.onAccept();
      else latest.current.onDecline();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

const button =
  'inline-flex h-11 flex-1 items-center justify-center gap-2 rounded-xl px-3 text-[14px] font-semibold transition-colors duration-100';

/** What one can answer. */
function Answers({ onAccept, onDecline, onAcceptMuted }: Omit<RingingProps, 'caller' | 'title'>) {
  return (
    <div className="mt-3.5 flex flex-wrap gap-2">
      <button
        type="button"
        aria-keyshortcuts={ariaKeysOf('decline')}
        title={keysOf('decline')}
        onClick={onDecline}
        className={`${button} bg-[color-mix(in_srgb,var(--dnd)_85%,black)] text-white hover:brightness-110`}
      >
        <PhoneOff size={18} strokeWidth={1.75} aria-hidden="true" />
        {t('calls.decline')}
      </button>
      <button
        type="button"
        aria-keyshortcuts={ariaKeysOf('accept')}
        title={keysOf('accept')}
        onClick={onAccept}
        className={`${button} bg-solid text-white hover:bg-[var(--accent-solid-hover)]`}
      >
        <Phone size={18} strokeWidth={1.75} aria-hidden="true" />
        {t('calls.accept')}
      </button>
      {onAcceptMuted && (
        <button
          type="button"
          onClick={onAcceptMuted}
          className="-mb-2 inline-flex h-9 basis-full items-center justify-center gap-2 rounded-lg text-[14px] font-semibold text-soft hover:bg-hover hover:text-text max-[819px]:h-11"
        >
          <MicOff size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('calls.acceptMuted')}
        </button>
      )}
    </div>
  );
}

/**
 * A call that comes in, over whatever is on screen. It takes the focus only from nobody: who is typing goes on typing,
 * and answers with the keys that are announced.
 */
export function Ringing({ caller, title, onAccept, onDecline, onAcceptMuted }: RingingProps) {
  const name = useNames()(caller);
  const ref = useRef<HTMLDivElement>(null);
  const id = useId();
  const says = title === name ? t('calls.incoming', { name }) : t('calls.incomingIn', { name, title });
  useRingingKeys({ onAccept, onDecline });
  useEffect(() => {
    const keys = t('calls.incomingKeys', { accept: keysOf('accept'), decline: keysOf('decline') });
    announce(`${says}. ${keys}`);
  }, [says]);
  useEffect(() => {
    // The card and no button: a space or an Enter that is on its way must not answer.
    if (document.activeElement?.matches(typing) !== true) ref.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div
      ref={ref}
      role="alertdialog"
      aria-labelledby={id}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onDecline();
      }}
      className="fixed inset-x-0 top-[max(12px,env(safe-area-inset-top))] z-[55] mx-auto w-[380px] max-w-[calc(100vw-24px)] animate-[appear_150ms_ease-out] rounded-2xl border border-line bg-raised p-4 text-text shadow-float outline-none"
    >
      <div className="flex items-center gap-3">
        <span className="relative flex shrink-0">
          <span
            aria-hidden="true"
            className="absolute -inset-1 animate-pulse rounded-[32%] border-2 border-[var(--online)]"
          />
          <Avatar id={caller} name={name} size={48} />
        </span>
        <span id={id} className="sr-only">
          {says}
        </span>
        <span aria-hidden="true" className="min-w-0 flex-1">
          <span className="name block truncate text-[16px] leading-6">
            <bdi>{name}</bdi>
          </span>
          <span className="block truncate text-[14px] leading-5 text-soft">
            {title === name ? t('calls.incomingCall') : t('calls.incomingTo', { title })}
          </span>
        </span>
      </div>
      <Answers onAccept={onAccept} onDecline={onDecline} onAcceptMuted={onAcceptMuted} />
    </div>
  );
}
