import { Ellipsis, MicOff, Pin, PinOff, UserX } from 'lucide-react';
import type { CallActions, Tile } from '../callState';
import { classes } from '../../../ui/classes';
import { Menu, MenuItem, MenuSeparator } from '../../../ui/Menu';
import { t } from '../text/text';

interface TileMenuProps {
  tile: Tile;
  /** As it stands below the tile. */
  shown: string;
  spotlit: boolean;
  /** Whether one may mute or remove this person. */
  manages: boolean;
  className: string;
  actions: Pick<CallActions, 'setSpotlight' | 'muteOther' | 'removeOther'>;
}

const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** What can be done with a tile: everybody may make it large, who manages the call may mute or remove the person. */
export function TileMenu({ tile, shown, spotlit, manages, className, actions }: TileMenuProps) {
  const label = t('calls.tileMenu', { name: shown });
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={label}
          title={label}
          className={classes(
            'inline-flex size-8 items-center justify-center rounded-lg opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 data-popup-open:opacity-100 pointer-coarse:size-11 pointer-coarse:opacity-100',
            className,
          )}
        >
          <span className="flex size-7 items-center justify-center rounded-lg bg-black/60 text-white">
            <Ellipsis size={18} strokeWidth={1.75} />
          </span>
        </button>
      }
    >
      <MenuItem
        icon={spotlit ? <PinOff {...icon} /> : <Pin {...icon} />}
        onSelect={() => actions.setSpotlight(spotlit ? undefined : tile.key)}
      >
        {spotlit ? t('calls.spotlightStop') : t('calls.spotlight')}
      </MenuItem>
      {manages && (
        <>
          <MenuSeparator />
          {!tile.muted && (
            <MenuItem icon={<MicOff {...icon} />} onSelect={() => actions.muteOther(tile.legId)}>
              {t('calls.mute')}
            </MenuItem>
          )}
          <MenuItem danger icon={<UserX {...icon} />} onSelect={() => actions.removeOther(tile.legId)}>
            {t('calls.remove')}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
