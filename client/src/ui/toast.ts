export interface ToastView {
  /** Differs each time, so that the same text twice is read twice. */
  key: number;
  text: string;
}

const listeners = new Set<() => void>();
let shown: ToastView | undefined;

function show(next: ToastView | undefined): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Shows above the composer that something was refused, and why. */
export function showRefusal(what: string, why: string): void {
  show({ key: (shown?.key ?? 0) + 1, text: `${what} ${why}` });
}

export const hideToast = (): void => show(undefined);
export const shownToast = (): ToastView | undefined => shown;
export function subscribeToast(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}
