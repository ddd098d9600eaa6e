import { ExternalE2EEKeyProvider, type E2EEOptions } from 'livekit-client';

/**
 * Encrypts media end to end: a worker encrypts each frame, so that the media server cannot read it. A participant with another key decodes
 * no frame.
 *
 * @param key of at least 16 random bytes, the same for all in a call
 */
export async function encryptionBy(key: Uint8Array): Promise<E2EEOptions> {
  const keyProvider = new ExternalE2EEKeyProvider();
  const [{ default: FrameWorker }] = await Promise.all([
    import('livekit-client/e2ee-worker?worker'),
    // A copy: the bytes may be a part of a larger buffer.
    keyProvider.setKey(new Uint8Array(key).buffer),
  ]);
  return { keyProvider, worker: new FrameWorker() };
}
