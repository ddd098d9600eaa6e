import { can, type RulePermission } from '@parley/shared/permissions';
import { workspaceStanding } from '@parley/shared/standings';
import type { State } from '../store';

/** Whether one has this permission in the workspace as a whole. */
export const allowedInWorkspace = ({ session }: State, permission: RulePermission): boolean =>
  can(permission, workspaceStanding(session.me?.role ?? 'guest', session.rights ?? {}));
