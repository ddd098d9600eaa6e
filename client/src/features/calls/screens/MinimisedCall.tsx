import { Maximize2 } from 'lucide-react';
import { Avatar } from '../../../ui/Avatar';
import { classes } from '../../../ui/classes';
import { t } from '../text/text';
import type { CallScreenProps } from './callScreenProps';
import { Duration } from './Duration';
import { largeTile, useLastSpeaker } from './largeTile';
import { LeaveButton, MuteButton } from './MediaButtons';
import { stageTheme } from './stageTheme';
import { LinkWords } from './TileBadges';
import { tileName } from './tileWords';
import { ToolbarButton } from './ToolbarButton';
import { TrackVideo } from './TrackVideo';
import { useDrag } from './useDrag';
import { useNames } from './useNames';
import { useShown } from './useShown';

/** The one tile of the small window: the spotlight, a screen, or who speaks. */
function SmallTile({ state, actions }: Pick<CallScreenProps, 'state' | 'actions'>) {
  const speaker = useLastSpeaker(state.tiles);
  const tile = largeTile({ ...state, layout: 'speaker' }, speaker);
  const nameOf = useNames();
  const ref = useShown(tile && !tile.own ? tile.key : undefined, actions);
  if (!tile) return <div className="h-[124px] max-[819px]:h-[92px]" />;
  const name = nameOf(tile.userId);
  const screen = tile.kind === 'screen';
  return (
    <div
      ref={ref}
      className={classes(
        'relative h-[124px] overflow-hidden max-[819px]:h-[92px]',
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

/** A call as a small window over the chat, at the top, where it leaves the composer free. It can be moved. */
export function MinimisedCall({ state, actions, title }: CallScreenProps) {
  const { style, handle } = useDrag('[data-call]');
  return (
    <section
      data-theme={stageTheme()}
      data-call=""
      aria-label={t('calls.callWith', { title })}
      style={style}
      className="fixed end-4 top-[72px] z-40 w-[220px] overflow-hidden rounded-2xl border border-line bg-panel text-text shadow-float max-[819px]:end-2 max-[819px]:top-[64px] max-[819px]:w-[172px]"
    >
      <div {...handle} className="cursor-move select-none">
        <SmallTile state={state} actions={actions} />
        <p className="m-0 flex items-center gap-2 px-2.5 pt-1.5 text-[13px] leading-5 font-medium">
          <span className="min-w-0 flex-1 truncate">
            <bdi>{title}</bdi>
          </span>
          {state.call?.answeredAt != null && <Duration since={state.call.answeredAt} />}
        </p>
      </div>
      <div className="flex items-center justify-between gap-1 p-2 pt-1.5">
        <MuteButton own={state.own} actions={actions} />
        <ToolbarButton label={t('calls.expand')} onClick={() => actions.setMinimised(false)}>
          <Maximize2 size={18} strokeWidth={1.75} />
        </ToolbarButton>
        <LeaveButton actions={actions} />
      </div>
    </section>
  );
}
