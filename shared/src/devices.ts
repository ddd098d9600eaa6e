import { z } from 'zod';
import { objectId } from './ids.js';

/** What a browser says it is, in a few fixed words: the header itself may say anything. */
const deviceParts = z.strictObject({
  browser: z.enum(['Edge', 'Firefox', 'Chrome', 'Safari']).nullable(),
  system: z.enum(['Android', 'iOS', 'macOS', 'Windows', 'Linux']).nullable(),
});
export type DeviceParts = z.infer<typeof deviceParts>;

/** "Firefox on Linux": enough to recognize one's own devices. @param userAgent as received */
export function deviceOf(userAgent: string): DeviceParts {
  const first = <T extends string>(all: readonly (readonly [RegExp, T])[]): T | null =>
    all.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;
  return {
    browser: first([
      [/Edg\//, 'Edge'],
      [/Firefox\//, 'Firefox'],
      [/Chrome\//, 'Chrome'],
      [/Safari\//, 'Safari'],
    ]),
    system: first([
      [/Android/, 'Android'],
      [/iPhone|iPad/, 'iOS'],
      [/Mac/, 'macOS'],
      [/Windows/, 'Windows'],
      [/Linux/, 'Linux'],
    ]),
  };
}

/** A sign-in by a browser in which one had not signed in before. */
export const newDevice = z
  .strictObject({
    sessionId: objectId,
    device: deviceParts,
    address: z.string(),
    at: z.iso.datetime(),
  })
  .meta({ id: 'NewDevice' });
export type NewDevice = z.infer<typeof newDevice>;

/** The token of the link in the mail about it. */
export const deviceLinkInput = z.strictObject({ token: z.string().min(1).max(1000) });

/** What the page of that link shows. */
export const deviceLinkView = z
  .strictObject({
    username: z.string(),
    /** Null when the session has ended. */
    device: newDevice.nullable(),
  })
  .meta({ id: 'DeviceLink' });
export type DeviceLinkView = z.infer<typeof deviceLinkView>;

/** The path of the link. The token is behind the #, so that no server and no proxy on the way sees it. */
export const devicePath = (token: string): string => `/device/#${token}`;
