import type { Tile } from '../callState';
import { t } from '../text/text';

/** What is wrong with the connection to a tile's leg; nothing while it works. */
export const linkWords: Record<Tile['link'], string | undefined> = {
  connected: undefined,
  connecting: t('calls.linkConnecting'),
  reconnecting: t('calls.linkReconnecting'),
  failed: t('calls.linkFailed'),
  away: t('calls.linkAway'),
};

/** How good a connection is, by `Tile.quality`. */
export const qualityWords = [
  t('calls.quality0'),
  t('calls.quality1'),
  t('calls.quality2'),
  t('calls.quality3'),
] as const;

/**
 * What stands below a tile.
 *
 * @param name of the person
 */
export function tileName({ kind, own }: Tile, name: string): string {
  if (kind === 'screen') return own ? t('calls.screenOwn') : t('calls.screenOf', { name });
  return own ? t('common.you') : name;
}

/**
 * All that a tile shows, for screen readers.
 *
 * @param shown as `tileName` gives it
 */
export function tileLabel(tile: Tile, shown: string): string {
  const { kind, own, muted, hand, speaking, link, quality } = tile;
  const person = kind === 'person';
  return [
    shown,
    person && muted && t('calls.muted'),
    person && hand && t('calls.hand'),
    person && speaking && t('calls.speaking'),
    linkWords[link],
    !own && link === 'connected' && quality !== undefined && qualityWords[quality],
  ]
    .filter((word) => typeof word === 'string')
    .join(', ');
}
