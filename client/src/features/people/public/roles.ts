import type { WorkspaceRole } from '@parley/shared/permissions';
import { t } from '../text/text';

const names: Record<WorkspaceRole, string> = {
  owner: t('role.owner'),
  admin: t('role.admin'),
  moderator: t('role.moderator'),
  member: t('role.member'),
  guest: t('role.guest'),
};

/** What a role of the workspace is called. */
export const roleName = (role: WorkspaceRole): string => names[role];
