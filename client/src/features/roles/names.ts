import type { RuleRole, RulePermission } from '@parley/shared/permissions';
import { roleName } from '../people/public/roles';
import { t } from './text/text';

const permissions: Record<RulePermission, string> = {
  createPublicRooms: t('roles.may.createPublicRooms'),
  createPrivateRooms: t('roles.may.createPrivateRooms'),
  invite: t('roles.may.invite'),
  post: t('roles.may.post'),
  reply: t('roles.may.reply'),
  mentionRoom: t('roles.may.mentionRoom'),
  upload: t('roles.may.upload'),
  createPoll: t('roles.may.createPoll'),
  pin: t('roles.may.pin'),
  editOwnMessage: t('roles.may.editOwnMessage'),
  deleteOwnMessage: t('roles.may.deleteOwnMessage'),
  startCall: t('roles.may.startCall'),
  addMember: t('roles.may.addMember'),
  webhooks: t('roles.may.webhooks'),
};

/** What a permission is called. */
export const permissionName = (permission: RulePermission): string => permissions[permission];

/** What a role of the matrix is called. */
export const ruleRoleName = (role: RuleRole): string =>
  role === 'roomOwner'
    ? t('roles.roomOwner')
    : role === 'roomModerator'
      ? t('roles.roomModerator')
      : roleName(role);
