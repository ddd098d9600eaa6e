import { useRef, type ComponentProps, type ReactNode } from 'react';
import type { CallActions, CallState, Tile } from '../callState';
import { useNarrow } from '../../../ui/platform';
import { CallTile } from './CallTile';
import { Calling, calledAlone, type Invited } from './Calling';
import { gridFit } from './gridFit';
import { largeTile, useLastSpeaker } from './largeTile';
import { useSize } from './useSize';

interface TilesProps {
  state: CallState;
  actions: CallActions;
}

/** Between tiles, in pixels. */
const GAP = 8;

/** A face in a tile of this size, in pixels. */
const faceIn = (width: number, height: number): number =>
  Math.round(Math.min(120, Math.max(40, Math.min(width, height) * 0.38)));

/** Measures the space there is, and draws into it. */
function Measured({ children }: { children: (size: { width: number; height: number }) => ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  const size = useSize(ref);
  return (
    <div ref={ref} className="relative min-h-0 min-w-0 flex-1">
      {children(size)}
    </div>
  );
}

/** Several tiles that look alike. */
const Several = ({
  tiles,
  ...alike
}: { tiles: readonly Tile[] } & Omit<ComponentProps<typeof CallTile>, 'tile'>) =>
  tiles.map((tile) => <CallTile key={tile.key} tile={tile} {...alike} />);

function Grid({ state, actions }: TilesProps) {
  const { tiles } = state;
  return (
    <Measured>
      {(area) => {
        const { width, height } = gridFit(tiles.length, area, GAP);
        return (
          <div className="absolute inset-0 flex flex-wrap content-center items-center justify-center gap-2">
            <Several
              tiles={tiles}
              state={state}
              actions={actions}
              face={faceIn(width, height)}
              style={{ width, height }}
            />
          </div>
        );
      }}
    </Measured>
  );
}

/** The other person, there or called, fills the stage; one's own picture is small in its corner. */
function OneToOne({ state, actions, other, own }: TilesProps & { other: Tile | Invited; own: Tile }) {
  const narrow = useNarrow();
  return (
    <Measured>
      {({ width, height }) => (
        <>
          {'state' in other ? (
            <Calling invited={other} face={faceIn(width, height)} />
          ) : (
            <CallTile
              tile={other}
              state={state}
              actions={actions}
              face={faceIn(width, height)}
              className="absolute! inset-0"
            />
          )}
          <CallTile
            tile={own}
            state={state}
            actions={actions}
            face={48}
            small
            className="absolute! end-3 bottom-3 shadow-float"
            style={narrow ? { width: 104, height: 140 } : { width: 208, height: 117 }}
          />
        </>
      )}
    </Measured>
  );
}

/** One large tile, and the others in a row or column beside it. */
function Speaker({ state, actions, large }: TilesProps & { large: Tile }) {
  const others = state.tiles.filter(({ key }) => key !== large.key);
  return (
    <div className="flex min-h-0 flex-1 gap-2 max-[819px]:flex-col">
      <Measured>
        {({ width, height }) => (
          <CallTile
            key={large.key}
            tile={large}
            state={state}
            actions={actions}
            face={faceIn(width, height)}
            className="absolute! inset-0"
          />
        )}
      </Measured>
      {others.length > 0 && (
        <div className="flex shrink-0 flex-col gap-2 overflow-auto max-[819px]:flex-row">
          <Several
            tiles={others}
            state={state}
            actions={actions}
            face={44}
            small
            className="h-[108px] w-[192px] max-[819px]:h-[92px] max-[819px]:w-[124px]"
          />
        </div>
      )}
    </div>
  );
}

/** The people and screens of a call. */
export function Tiles({ state, actions }: TilesProps) {
  const large = largeTile(state, useLastSpeaker(state.tiles));
  if (large) return <Speaker state={state} actions={actions} large={large} />;
  const [first, second] = state.tiles;
  const called = calledAlone(state);
  if (called && first) return <OneToOne state={state} actions={actions} other={called} own={first} />;
  if (state.tiles.length === 2 && first?.own === false && first.kind === 'person' && second?.own === true)
    return <OneToOne state={state} actions={actions} other={first} own={second} />;
  return <Grid state={state} actions={actions} />;
}
