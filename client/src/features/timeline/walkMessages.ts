import type { KeyboardEvent } from 'react';

/** Moves the focus to a message's actions: now, or once they are loaded, if the focus is still on the message. */
function intoToolbar(row: HTMLElement): void {
  const first = (): HTMLElement | null =>
    row.querySelector('[role=toolbar] button:not(.max-\\[819px\\]\\:hidden)');
  const there = first();
  if (there) return there.focus();
  const observer = new MutationObserver(() => {
    const came = first();
    if (came || document.activeElement !== row) observer.disconnect();
    if (document.activeElement === row) came?.focus();
  });
  observer.observe(row, { childList: true, subtree: true });
}

/** Arrows walk message by message; Enter goes to a message's actions; Escape returns to the composer. */
export function walkMessages(event: KeyboardEvent<HTMLElement>): void {
  const current = (event.target as HTMLElement).closest<HTMLElement>('[data-message]');
  if (!current || current !== event.target) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-message]')];
  const next = all[all.indexOf(current) + (event.key === 'ArrowDown' ? 1 : -1)];
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  } else if (event.key === 'Enter') {
    event.preventDefault();
    intoToolbar(current);
  }
}
