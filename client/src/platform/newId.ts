import { v7 } from 'uuid';

/**
 * A new id of the client's: a UUID that begins with the time (RFC 9562, version 7), so that what is sent one after the
 * other lies side by side in the server's index of these ids. Under load that is a quarter more messages than with version
 * 4 (docs/performance.md). The time is this device's clock, and nothing is decided by it. Not `crypto.randomUUID`, which
 * browsers have on pages over https and of localhost alone.
 */
export const newId = (): string => v7();
