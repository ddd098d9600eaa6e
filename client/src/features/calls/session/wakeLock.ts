/**
 * Prevents the screen of a phone from going dark during a call, where the browser can. The lock is lost in the background, and taken again.
 *
 * @returns ends it
 */
export function holdScreenOn(): () => void {
  let lock: WakeLockSentinel | undefined;
  let ended = false;
  // The call may have ended while the browser decided.
  const release = (): void => {
    if (ended) void lock?.release().catch(() => undefined);
  };
  const take = async (): Promise<void> => {
    if (ended || document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    try {
      lock = await navigator.wakeLock.request('screen');
      release();
    } catch {
      // Refused with a low battery.
    }
  };
  const onVisible = (): void => void take();
  document.addEventListener('visibilitychange', onVisible);
  void take();
  return () => {
    ended = true;
    document.removeEventListener('visibilitychange', onVisible);
    release();
  };
}
