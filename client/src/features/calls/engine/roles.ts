import type { TrackRole } from './engine';

/**
 * The roles in the order of their media sections. The leg that offers first makes all four at once, so that each later offer has
 * the same sections, and two offers that cross cannot leave doubles behind.
 */
export const ROLES: readonly TrackRole[] = ['mic', 'camera', 'screen', 'tone'];

/** The kind of the tracks of each role. */
export const kindOf: Readonly<Record<TrackRole, 'audio' | 'video'>> = {
  mic: 'audio',
  camera: 'video',
  screen: 'video',
  tone: 'audio',
};

/** Tracks of one group are played in step: a voice with its face, a film with its sound. */
export const groupOf: Readonly<Record<TrackRole, 'person' | 'screen'>> = {
  mic: 'person',
  camera: 'person',
  screen: 'screen',
  tone: 'screen',
};
