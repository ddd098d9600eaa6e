/** Says something to screen readers without showing it: the result of an action nobody sees happen. */
export function announce(text: string): void {
  const region = document.getElementById('announcer');
  if (!region) return;
  region.textContent = '';
  // Emptied and filled in two turns, so that the same words twice are read twice.
  setTimeout(() => (region.textContent = text), 50);
}
