import type { DeviceFault } from '../callState';
import { faultOf, isCancelled } from './faults';

/** A track of a device, or why there is none. */
export type Captured = { track: MediaStreamTrack } | { fault: DeviceFault };

/** A shared screen; its sound where the browser and the person share it. */
export interface CapturedScreen {
  picture: MediaStreamTrack;
  tone: MediaStreamTrack | undefined;
}

/** Options of Chromium that the types of the DOM lack (Screen Capture, section 5.2). */
interface ScreenOptions extends DisplayMediaStreamOptions {
  systemAudio: 'include' | 'exclude';
  selfBrowserSurface: 'include' | 'exclude';
  surfaceSwitching: 'include' | 'exclude';
}
interface ScreenSound extends MediaTrackConstraints {
  suppressLocalAudioPlayback: boolean;
  restrictOwnAudio: boolean;
}

/** A microphone for speech: the browser removes echo and noise, and levels loudness. */
const speech: MediaTrackConstraints = {
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};
/** What two people send each other at most; the engine scales it down for more. */
const picture: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30, max: 30 },
};
/** Speech processing would take two thirds of a steady tone, so it is off. Voices of the call never go back into it. */
const sound: ScreenSound = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
  suppressLocalAudioPlayback: false,
  restrictOwnAudio: true,
};
const screen: ScreenOptions = {
  video: { width: { max: 1920 }, height: { max: 1080 }, frameRate: { ideal: 15, max: 30 } },
  audio: sound,
  systemAudio: 'exclude',
  selfBrowserSurface: 'exclude',
  surfaceSwitching: 'include',
};

/** In browsers without it, and on pages over plain http, there is none, whatever the types say. */
const mediaDevices = (): Partial<MediaDevices> | undefined =>
  (navigator as { mediaDevices?: MediaDevices }).mediaDevices;

/** Whether this browser can share a screen. Phones cannot. */
export const canShareScreen = (): boolean => mediaDevices()?.getDisplayMedia !== undefined;

/**
 * Opens a microphone. Requests it alone, so that a denied camera leaves it.
 *
 * @param deviceId the chosen one; empty for the browser's choice, which is also taken where the chosen one is gone
 */
export const captureMic = (deviceId: string): Promise<Captured> => capture('audio', speech, deviceId);

/** Opens a camera, like `captureMic`. */
export const captureCamera = (deviceId: string): Promise<Captured> => capture('video', picture, deviceId);

/**
 * Lets the person choose what to share. Must be called in a click.
 *
 * @returns undefined if they chose nothing
 */
export async function captureScreen(): Promise<CapturedScreen | { fault: DeviceFault } | undefined> {
  const devices = navigator.mediaDevices;
  if (!canShareScreen()) return { fault: 'unsupported' };
  try {
    const stream = await devices.getDisplayMedia(screen);
    const [shown] = stream.getVideoTracks();
    const [tone] = stream.getAudioTracks();
    if (!shown) return { fault: 'other' };
    shown.contentHint = 'detail';
    if (tone) tone.contentHint = 'music';
    return { picture: shown, tone };
  } catch (error) {
    return isCancelled(error) ? undefined : { fault: faultOf(error) };
  }
}

async function capture(
  kind: 'audio' | 'video',
  constraints: MediaTrackConstraints,
  deviceId: string,
): Promise<Captured> {
  if (mediaDevices()?.getUserMedia === undefined) return { fault: 'unsupported' };
  const open = async (wanted: MediaTrackConstraints): Promise<Captured> => {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ [kind]: wanted });
      const [track] = stream.getTracks();
      if (!track) return { fault: 'other' };
      // Chromium retains each stream it has given; without this its track as well, long after it has ended.
      stream.removeTrack(track);
      track.contentHint = kind === 'audio' ? 'speech' : 'motion';
      return { track };
    } catch (error) {
      return { fault: faultOf(error) };
    }
  };
  if (deviceId === '') return open(constraints);
  const chosen = await open({ ...constraints, deviceId: { exact: deviceId } });
  return 'fault' in chosen && chosen.fault !== 'denied' ? open(constraints) : chosen;
}
