import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { classes } from './classes';

type Kind = 'primary' | 'plain' | 'danger' | 'quiet';

const kinds: Record<Kind, string> = {
  primary: 'bg-solid text-white hover:bg-[var(--accent-solid-hover)]',
  plain: 'border border-strong bg-page hover:bg-hover',
  danger: 'border border-danger text-danger hover:bg-danger-tint',
  quiet: 'text-soft hover:bg-hover hover:text-text',
};

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: Kind;
  large?: boolean;
}

export function Button({ kind = 'plain', large = false, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classes(
        'inline-flex items-center justify-center gap-2 rounded-lg px-3 text-[14px] font-semibold transition-colors duration-100 disabled:opacity-60',
        large ? 'h-11 text-[15px]' : 'h-9 max-[819px]:h-11',
        kinds[kind],
        className,
      )}
    />
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it does: its accessible name and its tooltip. */
  label: string;
  children: ReactNode;
  pressed?: boolean;
}

export function IconButton({ label, children, pressed, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      {...rest}
      className={classes(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-lg text-soft transition-colors duration-100 hover:bg-hover hover:text-text disabled:opacity-50 max-[819px]:size-11',
        pressed === true && 'bg-selected text-accent',
        className,
      )}
    >
      {children}
    </button>
  );
}
