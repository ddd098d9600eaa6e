/** Announces a text to screen readers without showing it: the result of an action that is not visible. */
export function announce(text: string): void {
  const region = document.getElementById('announcer');
  if (!region) return;
  region.textContent = '';
  // Emptied and filled in two turns, so that the same text twice is read twice.
  setTimeout(() => (region.textContent = text), 50);
}
