import { MessagesSquare } from 'lucide-react';
import { base } from '../../../platform/base';
import { classes } from '../../../ui/classes';

/** The URL of the workspace's picture; with its time, so that a new one is not taken from a cache. */
const addressOf = (picture: string): string =>
  `${base}/api/v1/workspace/picture?at=${Date.parse(picture).toString(36)}`;

/** The workspace's picture, or the default icon. */
export function WorkspaceSign({ picture, large = false }: { picture: string | null; large?: boolean }) {
  const size = large ? 'size-11 rounded-xl' : 'size-7 rounded-lg';
  if (picture !== null)
    return (
      <img
        src={addressOf(picture)}
        alt=""
        draggable={false}
        className={classes('block shrink-0 bg-hover object-cover', size)}
      />
    );
  return (
    <span className={classes('flex shrink-0 items-center justify-center bg-solid text-white', size)}>
      <MessagesSquare size={large ? 24 : 16} strokeWidth={large ? 1.75 : 1.9} aria-hidden="true" />
    </span>
  );
}
