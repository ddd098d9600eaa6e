import { accessTokens } from './features/accessTokens/accessTokens.feature.js';
import { apiDocs } from './features/apiDocs/apiDocs.feature.js';
import { audit } from './features/audit/audit.feature.js';
import { blocks } from './features/blocks/blocks.feature.js';
import { calls } from './features/calls/calls.feature.js';
import { credentials } from './features/credentials/credentials.feature.js';
import { devices } from './features/devices/devices.feature.js';
import { directory } from './features/directory/directory.feature.js';
import { drafts } from './features/drafts/drafts.feature.js';
import { erasure } from './features/erasure/erasure.feature.js';
import { exports } from './features/exports/exports.feature.js';
import { factors } from './features/factors/factors.feature.js';
import { groups } from './features/groups/groups.feature.js';
import { groupRules } from './features/groupRules/groupRules.feature.js';
import { health } from './features/health/health.feature.js';
import { merging } from './features/merging/merging.feature.js';
import { messages } from './features/messages/messages.feature.js';
import { moderation } from './features/moderation/moderation.feature.js';
import { newcomers } from './features/newcomers/newcomers.feature.js';
import { openid } from './features/openid/openid.feature.js';
import { overview } from './features/overview/overview.feature.js';
import { people } from './features/people/people.feature.js';
import { pins } from './features/pins/pins.feature.js';
import { polls } from './features/polls/polls.feature.js';
import { presence } from './features/presence/presence.feature.js';
import { push } from './features/push/push.feature.js';
import { reactions } from './features/reactions/reactions.feature.js';
import { reads } from './features/reads/reads.feature.js';
import { recovery } from './features/recovery/recovery.feature.js';
import { retention } from './features/retention/retention.feature.js';
import { roles } from './features/roles/roles.feature.js';
import { rooms } from './features/rooms/rooms.feature.js';
import { saved } from './features/saved/saved.feature.js';
import { scim } from './features/scim/scim.feature.js';
import { search } from './features/search/search.feature.js';
import { sessions } from './features/sessions/sessions.feature.js';
import { settings } from './features/settings/settings.feature.js';
import { signInLinks } from './features/signInLinks/signInLinks.feature.js';
import { sync } from './features/sync/sync.feature.js';
import { typing } from './features/typing/typing.feature.js';
import { uploads } from './features/uploads/uploads.feature.js';
import { users } from './features/users/users.feature.js';
import { webhooks } from './features/webhooks/webhooks.feature.js';
import { wordFilter } from './features/wordFilter/wordFilter.feature.js';
import { workspace } from './features/workspace/workspace.feature.js';
import type { Feature } from './platform/feature.js';
import { newestVersion, type Migration } from './platform/migrations.js';

/** Everything Parley does. A new feature is a folder and a line here. The order is that of its routes in the API's description. */
export const features: readonly Feature[] = [
  sessions,
  credentials,
  recovery,
  openid,
  factors,
  devices,
  signInLinks,
  directory,
  groupRules,
  erasure,
  merging,
  exports,
  workspace,
  audit,
  settings,
  overview,
  retention,
  users,
  people,
  groups,
  roles,
  rooms,
  messages,
  reactions,
  reads,
  uploads,
  accessTokens,
  webhooks,
  scim,
  blocks,
  newcomers,
  moderation,
  wordFilter,
  pins,
  polls,
  calls,
  saved,
  drafts,
  push,
  search,
  sync,
  typing,
  presence,
  health,
  apiDocs,
];

/** Every change to stored data that an upgrade needs. */
export const migrations: readonly Migration[] = features.flatMap((feature) => feature.migrations ?? []);

/** What this program's data looks like. */
export const SCHEMA_VERSION = newestVersion(migrations);
