import { useEffect, useState } from 'react';
import type { CallState, Tile } from '../callState';

/**
 * The tile that is shown large.
 *
 * @param lastSpeaker the key of the tile of the person who spoke last, oneself aside
 * @returns undefined for a grid of equal tiles
 */
export function largeTile(
  { tiles, spotlight, layout }: Pick<CallState, 'tiles' | 'spotlight' | 'layout'>,
  lastSpeaker: string | undefined,
): Tile | undefined {
  const chosen = tiles.find(({ key }) => key === spotlight);
  if (chosen || layout === 'grid') return chosen;
  return (
    tiles.find(({ kind, own }) => kind === 'screen' && !own) ??
    tiles.find(({ key }) => key === lastSpeaker) ??
    tiles.find(({ kind, own }) => kind === 'person' && !own) ??
    tiles[0]
  );
}

/** The key of the tile of the person who spoke last, oneself aside: it stays while nobody speaks. */
export function useLastSpeaker(tiles: readonly Tile[]): string | undefined {
  const [last, setLast] = useState<string>();
  const others = tiles.filter(({ own, kind, speaking }) => speaking && !own && kind === 'person');
  // While several speak, the one who is large already stays.
  const now = others.some(({ key }) => key === last) ? last : others[0]?.key;
  useEffect(() => {
    if (now !== undefined) setLast(now);
  }, [now]);
  return now ?? last;
}
