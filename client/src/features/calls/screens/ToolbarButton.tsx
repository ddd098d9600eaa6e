import type { ComponentProps } from 'react';
import { classes } from '../../../ui/classes';
import { ariaKeysOf, keysOf, type CallKey } from './callKeys';

const looks = {
  // Solid, since it may stand on a picture.
  plain:
    'bg-[color-mix(in_srgb,var(--text)_12%,var(--panel))] text-text hover:bg-[color-mix(in_srgb,var(--text)_20%,var(--panel))]',
  /** What is off, and is usually on. */
  off: 'bg-danger-tint text-danger hover:brightness-125',
  /** What is on, and is usually off. */
  on: 'bg-solid text-white hover:bg-[var(--accent-solid-hover)]',
  leave: 'bg-[color-mix(in_srgb,var(--dnd)_90%,black)] text-white hover:brightness-110',
};

interface ToolbarButtonProps extends ComponentProps<'button'> {
  /** What a click does: its accessible name and the beginning of its tooltip. */
  label: string;
  look?: keyof typeof looks;
  shortcut?: CallKey;
  /** Instead of the label and the keys. */
  tooltip?: string;
}

/** A button of a call's toolbar: 48 by 44 pixels on any screen. */
export function ToolbarButton({
  label,
  look = 'plain',
  shortcut,
  tooltip,
  className,
  ...rest
}: ToolbarButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={tooltip ?? (shortcut === undefined ? label : `${label} (${keysOf(shortcut)})`)}
      {...(shortcut === undefined ? {} : { 'aria-keyshortcuts': ariaKeysOf(shortcut) })}
      {...rest}
      className={classes(
        'inline-flex h-11 w-12 shrink-0 items-center justify-center rounded-xl transition-colors duration-100 disabled:opacity-50',
        looks[look],
        className,
      )}
    />
  );
}
