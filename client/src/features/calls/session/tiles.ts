import type { CallView, LegView } from '@parley/shared/calls/call';
import type { OwnMedia, Tile } from '../callState';
import type { RemoteMedia } from '../engine/engine';

/** What is known of the other legs. */
export interface Others {
  media: ReadonlyMap<string, RemoteMedia>;
  speaking: ReadonlySet<string>;
  quality: ReadonlyMap<string, Tile['quality']>;
}

function personOf(leg: LegView, { media, speaking, quality }: Others): Tile {
  const known = media.get(leg.legId);
  const link = known?.state ?? 'connecting';
  return {
    key: leg.legId,
    legId: leg.legId,
    userId: leg.userId,
    kind: 'person',
    own: false,
    video: leg.camera ? known?.tracks.camera : undefined,
    muted: leg.muted,
    hand: leg.hand,
    speaking: !leg.muted && speaking.has(leg.legId),
    link: leg.away && link !== 'connected' ? 'away' : link,
    quality: quality.get(leg.legId),
  };
}

const screenOf = (person: Tile, video: MediaStreamTrack | undefined): Tile => ({
  ...person,
  key: `${person.legId}:screen`,
  kind: 'screen',
  video,
  speaking: false,
});

/**
 * What is shown of a call: screens first, then people in the order of joining, and oneself last.
 *
 * @param own what one sends, and the id of one's leg
 */
export function tilesOf(
  { legs }: Pick<CallView, 'legs'>,
  own: { legId: string; media: OwnMedia; speaking: boolean },
  others: Others,
): Tile[] {
  const screens: Tile[] = [];
  const people: Tile[] = [];
  let mine: Tile[] = [];
  for (const leg of legs.toSorted((one, other) => one.joinedAt.localeCompare(other.joinedAt))) {
    const isOwn = leg.legId === own.legId;
    const person = personOf(leg, others);
    const { media, speaking } = own;
    const shown: Tile = isOwn
      ? {
          ...person,
          own: true,
          video: media.cameraTrack,
          muted: media.muted,
          hand: media.hand,
          speaking: speaking && !media.muted,
          link: 'connected',
          quality: undefined,
        }
      : person;
    if (isOwn) mine = [shown];
    else people.push(shown);
    const screen = isOwn ? media.screenTrack : others.media.get(leg.legId)?.tracks.screen;
    if (leg.screen && screen) screens.push(screenOf(shown, screen));
  }
  return [...screens, ...people, ...mine];
}
