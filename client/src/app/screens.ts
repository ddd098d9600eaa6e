import type { DialogName } from '../core/dialogs';
import type { Screens } from '../core/screens';
import { admin } from '../features/admin/admin.screens';
import { audit } from '../features/audit/audit.screens';
import { blocks } from '../features/blocks/blocks.screens';
import { calls } from '../features/calls/calls.screens';
import { devices } from '../features/devices/devices.screens';
import { drafts } from '../features/drafts/drafts.screens';
import { exports } from '../features/exports/exports.screens';
import { factors } from '../features/factors/factors.screens';
import { forward } from '../features/forward/forward.screens';
import { groups } from '../features/groups/groups.screens';
import { inbox } from '../features/inbox/inbox.screens';
import { ldap } from '../features/ldap/ldap.screens';
import { moderation } from '../features/moderation/moderation.screens';
import { notifications } from '../features/notifications/notifications.screens';
import { openid } from '../features/openid/openid.screens';
import { overview } from '../features/overview/overview.screens';
import { pins } from '../features/pins/pins.screens';
import { polls } from '../features/polls/polls.screens';
import { provisioning } from '../features/provisioning/provisioning.screens';
import { retention } from '../features/retention/retention.screens';
import { roles } from '../features/roles/roles.screens';
import { rooms } from '../features/rooms/rooms.screens';
import { saved } from '../features/saved/saved.screens';
import { search } from '../features/search/search.screens';
import { session } from '../features/session/session.screens';
import { settings } from '../features/settings/settings.screens';
import { timeline } from '../features/timeline/timeline.screens';
import { uploads } from '../features/uploads/uploads.screens';
import { webhooks } from '../features/webhooks/webhooks.screens';
import { workspace } from '../features/workspace/workspace.screens';

/** What of each feature opens later than the first room. */
const list = [
  admin,
  audit,
  blocks,
  calls,
  devices,
  drafts,
  exports,
  factors,
  forward,
  groups,
  inbox,
  ldap,
  moderation,
  notifications,
  openid,
  overview,
  pins,
  polls,
  provisioning,
  retention,
  roles,
  rooms,
  saved,
  search,
  session,
  settings,
  timeline,
  uploads,
  webhooks,
  workspace,
] as const;

type Brought<S> = S extends { dialogs: infer D } ? keyof D : never;

/**
 * The compiler names here a dialog that no feature brings.
 * @public nothing imports it: to be compiled is its use
 */
export type EveryDialogIsBrought = Assert<Exclude<DialogName, Brought<(typeof list)[number]>>>;
type Assert<Missing extends never> = Missing;

export const screens: readonly Screens[] = list;

/** Loads the admin area. Here, so that the first room’s code does not name its files. */
export const loadAdmin = () => import('./AdminFrame');
