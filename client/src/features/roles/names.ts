import type { Grantable, RuleRole } from '@parley/shared/permissions';
import type { inspectable } from '@parley/shared/rights';
import { roleName } from '../people/public/roles';
import { t } from './text/text';

/** What `decide` decides. */
export type Inspectable = (typeof inspectable)[number];

const permissions: Record<Inspectable | Grantable, string> = {
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
  read: t('roles.may.read'),
  join: t('roles.may.join'),
  leave: t('roles.may.leave'),
  rename: t('roles.may.rename'),
  setTopic: t('roles.may.setTopic'),
  archive: t('roles.may.archive'),
  removeMember: t('roles.may.removeMember'),
  setRole: t('roles.may.setRole'),
  setRules: t('roles.may.setRules'),
  deleteAnyMessage: t('roles.may.deleteAnyMessage'),
  joinCall: t('roles.may.joinCall'),
  manageCall: t('roles.may.manageCall'),
};

/** What a permission is called. */
export const permissionName = (permission: Inspectable | Grantable): string => permissions[permission];

/** What a role of the matrix is called. */
export const ruleRoleName = (role: RuleRole): string =>
  role === 'roomOwner'
    ? t('roles.roomOwner')
    : role === 'roomModerator'
      ? t('roles.roomModerator')
      : roleName(role);

/** Permissions that are about no room. */
export const workspaceWide: ReadonlySet<string> = new Set([
  'createPublicRooms',
  'createPrivateRooms',
  'invite',
]);
