import type { EventName } from '@parley/shared/events';
import type { meanings } from '../core/events';
import type { Feature } from '../core/feature';
import { calls } from '../features/calls/calls.feature';
import { drafts } from '../features/drafts/drafts.feature';
import { factors } from '../features/factors/factors.feature';
import { rooms } from '../features/rooms/rooms.feature';
import { saved } from '../features/saved/saved.feature';
import { search } from '../features/search/search.feature';
import { uploads } from '../features/uploads/uploads.feature';

/** What each feature brings to the first room; the order is that of the buttons above it. What opens later is listed in `screens.ts`. */
const list = [factors, drafts, saved, uploads, calls, search, rooms] as const;

type Handled<F> =
  (F extends { events: infer E } ? keyof E : never) | (F extends { received: infer R } ? keyof R : never);
/** For other programs: the page requests the list of exports while one is made. */
type ForPrograms = 'export:changed';
type Known = ForPrograms | keyof typeof meanings | Handled<(typeof list)[number]>;

/**
 * The compiler names here an event of the server that nothing handles.
 * @public nothing imports it: to be compiled is its use
 */
export type EveryEventHasAMeaning = Assert<Exclude<EventName, Known>>;
type Assert<Missing extends never> = Missing;

export const features: readonly Feature[] = list;
