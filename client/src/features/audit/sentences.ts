import type { AuditEntryView } from '@parley/shared/audit';
import { fieldName } from './fieldNames';
import { t } from './text/text';

/** Names by id, as the server has sent them with the entries. */
export interface Names {
  people: ReadonlyMap<string, string>;
  rooms: ReadonlyMap<string, string>;
}

type Side = NonNullable<AuditEntryView['before']>;

/** A value as people read it. */
export function wordsOf(value: Side[string] | undefined): string {
  if (value === true) return t('audit.on');
  if (value === false) return t('audit.off');
  if (value === null || value === undefined || value === '') return t('audit.nothing');
  return Array.isArray(value) ? value.join(', ') : String(value);
}

function programOf(program: AuditEntryView['program']): string {
  if (program === 'operator') return t('audit.operator');
  if (program === 'directory') return t('audit.directory');
  if (program === 'provider') return t('audit.provider');
  return program === 'scim' ? t('audit.scim') : t('audit.server');
}

/** Who did it. */
export const whoOf = ({ userId, program }: AuditEntryView, names: Names): string =>
  userId === null ? programOf(program) : (names.people.get(userId) ?? t('audit.someone'));

/** The fields that an entry has, on either side. */
export const fieldsOf = ({ before, after }: AuditEntryView): string[] => [
  ...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]),
];

function changed(entry: AuditEntryView, who: string): string {
  const [field = '', ...more] = fieldsOf(entry);
  if (more.length > 0) {
    const names = new Set([field, ...more].map((one) => fieldName(entry, one)));
    return t('audit.did.changedMany', { who, fields: [...names].join(', ') });
  }
  // A setting that nobody has chosen is as it is by default.
  const value = (side: Side[string] | undefined): string =>
    entry.action === 'setting.changed' && side === null ? t('audit.default') : wordsOf(side);
  const [before, after] = [value(entry.before?.[field]), value(entry.after?.[field])];
  return t('audit.did.changedOne', { who, field: fieldName(entry, field), before, after });
}

/** The name of the custom role that an entry is about. */
const groupOf = ({ before, after }: AuditEntryView): string => {
  const name = after?.['group'] ?? before?.['group'] ?? after?.['handle'] ?? before?.['handle'];
  return typeof name === 'string' ? `@${name}` : t('audit.aGroup');
};

const customRoleOf = ({ before, after }: AuditEntryView): string =>
  wordsOf(after?.['name'] ?? before?.['name']);

interface Parts {
  entry: AuditEntryView;
  who: string;
  person: string;
  room: string;
}

/** What each action is called; one of a newer server is shown by its name. */
const sentences: Partial<Record<string, (parts: Parts) => string>> = {
  'audit.exported': ({ who }) => t('audit.did.exported', { who }),
  'audit.removed': ({ who, entry }) =>
    t('audit.did.removed', { who, entries: wordsOf(entry.after?.['entries']) }),
  'brake.pulled': () => t('audit.did.brakePulled'),
  'brake.released': ({ who }) => t('audit.did.brakeReleased', { who }),
  'hold.added': ({ who }) => t('audit.did.holdAdded', { who }),
  'hold.ended': ({ who }) => t('audit.did.holdEnded', { who }),
  'group.changed': ({ who, entry }) => t('audit.did.groupChanged', { who, group: groupOf(entry) }),
  'group.created': ({ who, entry }) => t('audit.did.groupCreated', { who, group: groupOf(entry) }),
  'group.deleted': ({ who, entry }) => t('audit.did.groupDeleted', { who, group: groupOf(entry) }),
  'group.memberAdded': ({ who, person, entry }) =>
    t('audit.did.groupMemberAdded', { who, person, group: groupOf(entry) }),
  'group.memberRemoved': ({ who, person, entry }) =>
    t('audit.did.groupMemberRemoved', { who, person, group: groupOf(entry) }),
  'invitation.created': ({ who }) => t('audit.did.invited', { who }),
  'invitation.mailed': ({ who }) => t('audit.did.inviteMailed', { who }),
  'invitation.revoked': ({ who }) => t('audit.did.inviteRevoked', { who }),
  'job.started': ({ who, entry }) => t('audit.did.jobStarted', { who, job: entry.on?.id ?? '' }),
  'message.removed': ({ who, person, room }) => t('audit.did.messageRemoved', { who, person, room }),
  'moderation.reportClosed': ({ who }) => t('audit.did.reportClosed', { who }),
  'people.exported': ({ who }) => t('audit.did.peopleExported', { who }),
  'people.imported': ({ who }) => t('audit.did.peopleImported', { who }),
  'person.added': ({ who, person }) => t('audit.did.added', { who, person }),
  'person.approved': ({ who, person }) => t('audit.did.approved', { who, person }),
  'person.banned': ({ who, person }) => t('audit.did.banned', { who, person }),
  'person.changed': ({ who, person }) => t('audit.did.personChanged', { who, person }),
  'person.deactivated': ({ who, person }) => t('audit.did.deactivated', { who, person }),
  'person.declined': ({ who }) => t('audit.did.declined', { who }),
  'person.erased': ({ who, person }) => t('audit.did.erased', { who, person }),
  'person.factorAdded': ({ who }) => t('audit.did.factorAdded', { who }),
  'person.factorsRemoved': ({ who, person }) => t('audit.did.factorsRemoved', { who, person }),
  'person.identityLinked': ({ who, entry }) =>
    t('audit.did.linked', { who, provider: wordsOf(entry.after?.['provider']) }),
  'person.identityUnlinked': ({ who, entry }) =>
    t('audit.did.unlinked', { who, provider: wordsOf(entry.before?.['provider']) }),
  'person.merged': ({ who, person, entry }) =>
    t('audit.did.merged', { who, person, former: `@${wordsOf(entry.after?.['former'])}` }),
  'person.muted': ({ who, person }) => t('audit.did.muted', { who, person }),
  'person.passwordChanged': ({ who }) => t('audit.did.passwordChanged', { who }),
  'person.passwordReset': ({ who, person }) => t('audit.did.passwordReset', { who, person }),
  'person.reactivated': ({ who, person }) => t('audit.did.reactivated', { who, person }),
  'person.recoveryCodeUsed': ({ who }) => t('audit.did.codeUsed', { who }),
  'person.recoveryCodesMade': ({ who }) => t('audit.did.codesMade', { who }),
  'person.resetLinkCreated': ({ who, person }) => t('audit.did.resetLink', { who, person }),
  'person.roleChanged': ({ who, person, entry }) =>
    t('audit.did.role', {
      who,
      person,
      before: wordsOf(entry.before?.['role']),
      after: wordsOf(entry.after?.['role']),
    }),
  'person.sessionStolen': ({ person }) => t('audit.did.stolen', { person }),
  'person.signedOut': ({ who, person }) => t('audit.did.signedOut', { who, person }),
  'person.unbanned': ({ who, person }) => t('audit.did.unbanned', { who, person }),
  'person.unlocked': ({ who, person }) => t('audit.did.unlocked', { who, person }),
  'person.unmuted': ({ who, person }) => t('audit.did.unmuted', { who, person }),
  'person.warned': ({ who, person }) => t('audit.did.warned', { who, person }),
  'provider.added': ({ entry, who }) => t('audit.did.providerAdded', { who, provider: entry.on?.id ?? '' }),
  'provider.changed': ({ entry, who }) =>
    t('audit.did.providerChanged', { who, provider: entry.on?.id ?? '' }),
  'provider.ordered': ({ who }) => t('audit.did.providersOrdered', { who }),
  'provider.removed': ({ entry, who }) =>
    t('audit.did.providerRemoved', { who, provider: entry.on?.id ?? '' }),
  'rights.changed': ({ who }) => t('audit.did.rightsChanged', { who }),
  'role.changed': ({ who, entry }) => t('audit.did.customRoleChanged', { who, role: customRoleOf(entry) }),
  'role.created': ({ who, entry }) => t('audit.did.customRoleCreated', { who, role: customRoleOf(entry) }),
  'role.deleted': ({ who, entry }) => t('audit.did.customRoleDeleted', { who, role: customRoleOf(entry) }),
  'role.given': ({ who, entry }) => t('audit.did.customRoleGiven', { who, role: customRoleOf(entry) }),
  'role.taken': ({ who, entry }) => t('audit.did.customRoleTaken', { who, role: customRoleOf(entry) }),
  'room.archived': ({ who, room }) => t('audit.did.archived', { who, room }),
  'room.changed': ({ who, room }) => t('audit.did.roomChanged', { who, room }),
  'room.memberAdded': ({ who, person, room }) => t('audit.did.memberAdded', { who, person, room }),
  'room.memberRemoved': ({ who, person, room }) => t('audit.did.memberRemoved', { who, person, room }),
  'room.retentionChanged': ({ who, room }) => t('audit.did.roomRetention', { who, room }),
  'room.roleChanged': ({ who, person, room, entry }) =>
    t('audit.did.roomRole', {
      who,
      person,
      room,
      before: wordsOf(entry.before?.['role']),
      after: wordsOf(entry.after?.['role']),
    }),
  'room.rulesChanged': ({ who, room }) => t('audit.did.roomRules', { who, room }),
  'room.unarchived': ({ who, room }) => t('audit.did.unarchived', { who, room }),
  'setting.changed': ({ entry, who }) => changed(entry, who),
  'token.created': ({ who }) => t('audit.did.tokenCreated', { who }),
  'token.revoked': ({ who }) => t('audit.did.tokenRevoked', { who }),
  'webhook.created': ({ who, room }) => t('audit.did.webhookCreated', { who, room }),
  'webhook.removed': ({ who, room }) => t('audit.did.webhookRemoved', { who, room }),
  'words.changed': ({ who }) => t('audit.did.wordsChanged', { who }),
  'workspace.changed': ({ entry, who }) => changed(entry, who),
  'workspace.exported': ({ who }) => t('audit.did.workspaceExported', { who }),
};

/** An entry as a sentence: “Ana changed registration from invitation to open”. */
export function sentenceOfEntry(entry: AuditEntryView, names: Names): string {
  const who = whoOf(entry, names);
  const author = entry.before?.['authorId'];
  const personId = entry.on?.kind === 'person' ? entry.on.id : typeof author === 'string' ? author : '';
  const person = names.people.get(personId) ?? t('audit.someone');
  const roomId = entry.roomId ?? (entry.on?.kind === 'room' ? entry.on.id : '');
  const name = names.rooms.get(roomId);
  const room = name === undefined ? t('audit.privateRoom') : `#${name}`;
  return (
    sentences[entry.action]?.({ entry, who, person, room }) ??
    t('audit.did.other', { who, action: entry.action })
  );
}
