import { Hand, MicOff, WifiOff } from 'lucide-react';
import type { Tile } from '../callState';
import { classes } from '../../../ui/classes';
import { linkWords, qualityWords } from './tileWords';

/** The heights of the three bars. */
const bars = ['h-1.5', 'h-2.5', 'h-3.5'];

/** How good a connection is: three bars, and the same in words on hover. */
function QualityBars({ quality }: { quality: NonNullable<Tile['quality']> }) {
  return (
    <span
      title={qualityWords[quality]}
      className="pointer-events-auto flex h-3.5 shrink-0 items-end gap-[2px]"
    >
      {bars.map((height, i) => (
        <span
          key={height}
          className={classes(
            'w-[3px] rounded-full',
            height,
            i >= quality ? 'bg-white/35' : quality < 2 ? 'bg-[var(--away)]' : 'bg-white',
          )}
        />
      ))}
    </span>
  );
}

/** At the bottom of a tile: muted, whose it is, and how good the connection is. */
export function NamePlate({ tile, shown }: { tile: Tile; shown: string }) {
  const { kind, muted, own, link, quality } = tile;
  return (
    <span className="flex max-w-full min-w-0 items-center gap-1.5 rounded-md bg-black/60 px-2 py-1 text-[13px] leading-4 font-medium text-white">
      {kind === 'person' && muted && (
        <MicOff
          size={14}
          strokeWidth={2}
          aria-hidden="true"
          className="shrink-0 text-[var(--dnd)] brightness-125"
        />
      )}
      <bdi className="truncate">{shown}</bdi>
      {!own && link === 'connected' && quality !== undefined && <QualityBars quality={quality} />}
    </span>
  );
}

/** At the top of a tile: a hand that is up. */
export const RaisedHand = () => (
  <span className="flex size-7 items-center justify-center rounded-full bg-[var(--away)] text-black shadow-float">
    <Hand size={16} strokeWidth={2} aria-hidden="true" />
  </span>
);

/** In the middle of a tile: what is wrong with the connection. */
export function LinkWords({ link }: { link: Tile['link'] }) {
  const words = linkWords[link];
  if (words === undefined) return null;
  const lost = link === 'failed' || link === 'away';
  return (
    <span className="flex max-w-full items-center gap-2 rounded-full bg-black/70 px-3 py-1.5 text-[13px] leading-4 font-medium text-white">
      {lost ? (
        <WifiOff size={14} strokeWidth={2} aria-hidden="true" className="shrink-0" />
      ) : (
        <span
          aria-hidden="true"
          className="size-3.5 shrink-0 animate-spin rounded-full border-2 border-white/35 border-t-white"
        />
      )}
      <span className="truncate">{words}</span>
    </span>
  );
}
