import type { CSSProperties } from 'react';
import type { CallActions, CallState, Tile } from '../callState';
import { Avatar } from '../../../ui/Avatar';
import { classes } from '../../../ui/classes';
import { t } from '../text/text';
import { LinkWords, NamePlate, RaisedHand } from './TileBadges';
import { TileMenu } from './TileMenu';
import { tileLabel, tileName } from './tileWords';
import { TrackVideo } from './TrackVideo';
import { useNames } from './useNames';
import { useShown } from './useShown';

interface CallTileProps {
  tile: Tile;
  state: Pick<CallState, 'spotlight' | 'reactions' | 'mayManage'>;
  actions: Pick<CallActions, 'setSpotlight' | 'muteOther' | 'removeOther' | 'shown'>;
  /** The size of the face where there is no picture, in pixels. */
  face: number;
  /** One of several beside a large one. */
  small?: boolean;
  className?: string | undefined;
  style?: CSSProperties | undefined;
}

/** The reactions of a person, rising over the tile. Announced elsewhere. */
function Reactions({ reactions, legId }: { reactions: CallState['reactions']; legId: string }) {
  return (
    <span aria-hidden="true" className="flex gap-1 text-[28px] leading-none">
      {reactions
        .filter((reaction) => reaction.legId === legId)
        .map(({ id, emoji }) => (
          <span key={id} className="animate-[appear_150ms_ease-out]">
            {emoji}
          </span>
        ))}
    </span>
  );
}

/** What a tile shows: its video, or the face of its person; faint while nothing arrives. */
function Picture({ tile, name, face }: Pick<CallTileProps, 'tile' | 'face'> & { name: string }) {
  const { video, link, own, kind, userId } = tile;
  const faint = link !== 'connected' && link !== 'away';
  if (video)
    return (
      <TrackVideo
        track={video}
        whole={kind === 'screen'}
        mirrored={own && kind === 'person'}
        className={faint ? 'opacity-40' : ''}
      />
    );
  return (
    <span className="flex size-full items-center justify-center">
      <Avatar id={userId} name={name} size={face} className={faint ? 'opacity-50' : ''} />
    </span>
  );
}

/** A person of the call or a shared screen. A click makes it large, or small again. */
export function CallTile({ tile, state, actions, face, small = false, className, style }: CallTileProps) {
  const { kind, own, link } = tile;
  const name = useNames()(tile.userId);
  const shown = tileName(tile, name);
  const ref = useShown(own ? undefined : tile.key, actions);
  const spotlit = state.spotlight === tile.key;
  const screen = kind === 'screen';
  // Not over a face, and not over a picture that goes on.
  const inMiddle = tile.video !== undefined && link !== 'away';
  const manages = state.mayManage && !own && !screen;
  return (
    <div
      ref={ref}
      role="group"
      aria-label={tileLabel(tile, shown)}
      style={style}
      className={classes(
        'group relative shrink-0 overflow-hidden rounded-xl',
        screen ? 'bg-black' : 'bg-raised',
        className,
      )}
    >
      <Picture tile={tile} name={name} face={face} />
      <button
        type="button"
        aria-pressed={spotlit}
        aria-label={t(spotlit ? 'calls.spotlightStopOf' : 'calls.spotlightOf', { name: shown })}
        onClick={() => actions.setSpotlight(spotlit ? undefined : tile.key)}
        className={classes(
          'absolute inset-0 rounded-xl ring-inset -outline-offset-4',
          tile.speaking && !screen ? 'ring-[3px] ring-accent' : 'ring-1 ring-line',
        )}
      />
      <div className="pointer-events-none absolute inset-x-2 bottom-2 flex flex-col items-start gap-1.5">
        {!screen && <Reactions reactions={state.reactions} legId={tile.legId} />}
        {!inMiddle && <LinkWords link={link} />}
        <NamePlate tile={tile} shown={shown} />
      </div>
      {inMiddle && (
        <div className="pointer-events-none absolute inset-x-2 top-1/2 flex -translate-y-1/2 justify-center">
          <LinkWords link={link} />
        </div>
      )}
      {tile.hand && !screen && (
        <div className="pointer-events-none absolute start-2 top-2">
          <RaisedHand />
        </div>
      )}
      <div className="absolute end-1 top-1 pointer-coarse:end-0 pointer-coarse:top-0">
        <TileMenu
          tile={tile}
          shown={shown}
          spotlit={spotlit}
          manages={manages}
          actions={actions}
          // On a phone a tap does what is in it, or makes the tile large first.
          className={manages && !small ? '' : 'max-[819px]:hidden'}
        />
      </div>
    </div>
  );
}
