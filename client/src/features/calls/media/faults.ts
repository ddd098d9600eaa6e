import type { DeviceFault } from '../callState';

/** What the names of errors of `getUserMedia` and `getDisplayMedia` mean (Media Capture and Streams, section 10.2). */
const faults: Readonly<Record<string, DeviceFault>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'inUse',
  AbortError: 'inUse',
  // Of older Firefox and Chromium.
  DevicesNotFoundError: 'none',
  TrackStartError: 'inUse',
  NotSupportedError: 'unsupported',
  TypeError: 'unsupported',
};

/** @param error what the browser rejected with */
export const faultOf = (error: unknown): DeviceFault =>
  (error instanceof Error || error instanceof DOMException ? faults[error.name] : undefined) ?? 'other';

/**
 * The person closed the browser's choice of what to share, and nothing is wrong. Browsers reject as if it were forbidden;
 * Chromium says where the system forbids it (macOS: screen recording is not permitted).
 */
export const isCancelled = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'NotAllowedError' && !/system/i.test(error.message);
