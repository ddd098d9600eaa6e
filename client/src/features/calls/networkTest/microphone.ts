/**
 * Whether the microphone cannot be used, as far as the browser says without a question to the person.
 *
 * @returns undefined where it can, or the browser does not say
 */
export async function microphoneFault(): Promise<'denied' | 'none' | undefined> {
  const { permissions, mediaDevices } = navigator as {
    permissions?: Permissions;
    mediaDevices?: MediaDevices;
  };
  try {
    const permission = await permissions?.query({ name: 'microphone' });
    if (permission?.state === 'denied') return 'denied';
  } catch {
    // Not every browser knows this permission.
  }
  const devices = await mediaDevices?.enumerateDevices().catch(() => undefined);
  return devices && !devices.some(({ kind }) => kind === 'audioinput') ? 'none' : undefined;
}
