import { Avatar } from '../../../ui/Avatar';
import { classes } from '../../../ui/classes';
import type { CallScreenProps } from './callScreenProps';
import { largeTile, useLastSpeaker } from './largeTile';
import { LinkWords } from './TileBadges';
import { tileName } from './tileWords';
import { TrackVideo } from './TrackVideo';
import { useNames } from './useNames';
import { useShown } from './useShown';

interface SmallTileProps extends Pick<CallScreenProps, 'state' | 'actions'> {
  /** Its size. */
  className: string;
}

/** The one tile of a small window: the spotlight, a screen, or who speaks. */
export function SmallTile({ state, actions, className }: SmallTileProps) {
  const speaker = useLastSpeaker(state.tiles);
  const tile = largeTile({ ...state, layout: 'speaker' }, speaker);
  const nameOf = useNames();
  const ref = useShown(tile && !tile.own ? tile.key : undefined, actions);
  if (!tile) return <div className={className} />;
  const name = nameOf(tile.userId);
  const screen = tile.kind === 'screen';
  return (
    <div
      ref={ref}
      className={classes(
        'relative overflow-hidden',
        className,
        screen ? 'bg-black' : 'bg-raised',
        tile.speaking && 'ring-[3px] ring-accent ring-inset',
      )}
    >
      {tile.video ? (
        <TrackVideo track={tile.video} whole={screen} mirrored={tile.own && !screen} />
      ) : (
        <span className="flex size-full items-center justify-center pb-3">
          <Avatar id={tile.userId} name={name} size={52} />
        </span>
      )}
      <span className="absolute start-1.5 bottom-1.5 max-w-[calc(100%-12px)] truncate rounded-md bg-black/60 px-1.5 py-0.5 text-[12px] leading-4 font-medium text-white">
        <bdi>{tileName(tile, name)}</bdi>
      </span>
      <div className="absolute inset-x-1.5 top-1.5 flex justify-center">
        <LinkWords link={tile.link} />
      </div>
    </div>
  );
}
