import { base } from '../../../platform/base';
import type { OwnMedia } from '../callState';

/** What a person has chosen for their calls in this browser. */
interface Choices {
  /** Ids; empty for the browser's choice. */
  devices: OwnMedia['chosen'];
  muted: boolean;
  camera: boolean;
}

const KEY = `parley${base}.calls.choices`;
const DEVICES: OwnMedia['chosen'] = { audioinput: '', videoinput: '', audiooutput: '' };

/** What was chosen last; of what was never chosen, the microphone is on and the camera off. */
export function choices(): Choices {
  const first: Choices = { devices: DEVICES, muted: false, camera: false };
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Choices>;
    return { ...first, ...stored, devices: { ...DEVICES, ...stored.devices } };
  } catch {
    return first;
  }
}

/** Stores what was chosen, for the next call. */
export function remember(chosen: Partial<Choices>): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...choices(), ...chosen }));
  } catch {
    // A private window without storage: the choice is valid for this call.
  }
}
