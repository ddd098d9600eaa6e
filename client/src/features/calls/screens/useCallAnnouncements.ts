import { useEffect, useRef } from 'react';
import type { CallState, Tile } from '../callState';
import { announce } from '../../../ui/announce';
import { t } from '../text/text';
import { useNames } from './useNames';

type NameOf = (userId: string) => string;

const isIn = ({ phase }: CallState): boolean => phase === 'joined' || phase === 'offline';

/** What one has changed oneself, or a manager for one. */
function ownChanges({ own: before }: CallState, { own: now }: CallState): string[] {
  const said: string[] = [];
  if (before.muted !== now.muted) said.push(now.muted ? t('calls.mutedNow') : t('calls.unmutedNow'));
  if (before.camera !== now.camera) said.push(now.camera ? t('calls.cameraNowOn') : t('calls.cameraNowOff'));
  if (before.screen !== now.screen)
    said.push(now.screen ? t('calls.screenShared') : t('calls.screenStopped'));
  if (before.hand !== now.hand) said.push(now.hand ? t('calls.handRaised') : t('calls.handLowered'));
  return said;
}

const others = ({ tiles }: CallState, kind: Tile['kind']): Tile[] =>
  tiles.filter((tile) => !tile.own && tile.kind === kind);
/** Those of `tiles` whose person is not in `than`: a person who moves to another device stays. */
const newIn = (tiles: Tile[], than: Tile[]): Tile[] =>
  tiles.filter(({ userId }) => !than.some((other) => other.userId === userId));

function changesOfOthers(before: CallState, now: CallState, nameOf: NameOf): string[] {
  const [peopleBefore, people] = [others(before, 'person'), others(now, 'person')];
  const [screensBefore, screens] = [others(before, 'screen'), others(now, 'screen')];
  const hands = people.filter(
    ({ hand, legId }) => hand && peopleBefore.some((tile) => tile.legId === legId && !tile.hand),
  );
  const of = (tile: Tile): { name: string } => ({ name: nameOf(tile.userId) });
  return [
    ...newIn(people, peopleBefore).map((tile) => t('calls.joined', of(tile))),
    ...newIn(peopleBefore, people).map((tile) => t('calls.left', of(tile))),
    ...hands.map((tile) => t('calls.handOther', of(tile))),
    ...newIn(screens, screensBefore).map((tile) => t('calls.screenOther', of(tile))),
    ...newIn(screensBefore, screens).map((tile) => t('calls.screenStoppedOther', of(tile))),
  ];
}

function newReactions(before: CallState, now: CallState, nameOf: NameOf): string[] {
  return now.reactions
    .filter(({ id }) => !before.reactions.some((known) => known.id === id))
    .flatMap(({ legId, emoji }) => {
      const by = now.tiles.find((tile) => tile.legId === legId && !tile.own);
      return by ? [t('calls.reacted', { name: nameOf(by.userId), emoji })] : [];
    });
}

/** What has changed between two states of a call, as sentences. */
function changes(before: CallState, now: CallState, nameOf: NameOf): string[] {
  if (!isIn(now)) return before.phase !== 'ended' && now.phase === 'ended' ? [t('calls.ended')] : [];
  if (!isIn(before)) return [t('calls.youJoined')];
  return [
    ...ownChanges(before, now),
    ...changesOfOthers(before, now, nameOf),
    ...newReactions(before, now, nameOf),
  ];
}

/**
 * Announces what changes in a call to screen readers; all of one moment in one announcement.
 *
 * @param say announces a text
 */
export function useCallAnnouncements(state: CallState, say: (text: string) => void = announce): void {
  const nameOf = useNames();
  const last = useRef(state);
  useEffect(() => {
    const said = changes(last.current, state, nameOf);
    last.current = state;
    if (said.length > 0) say(said.join('. '));
  });
}
