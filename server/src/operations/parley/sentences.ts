import type { AuditEntryView } from '@parley/shared/audit';
import type { OperatorCommand, OperatorRequest } from '@parley/shared/operator';
import type { SettingValue } from '@parley/shared/settings';
import type { OperatorAnswer, OperatedSetting } from '../../features/operator/operator.actions.js';

const row = (...cells: (string | number)[]): string => cells.join('  ').trimEnd();
const lines = (rows: readonly string[], none: string): string => (rows.length === 0 ? none : rows.join('\n'));

const people = ({ users = [] }: OperatorAnswer): string =>
  lines(
    users.map(({ username, displayName, email, role, active }) =>
      [
        `@${username}`.padEnd(24),
        role.padEnd(10),
        (active ? '' : 'deactivated').padEnd(12),
        `${displayName}${email === null ? '' : ` <${email}>`}`,
      ].join(' '),
    ),
    'There is nobody.',
  );

const rooms = ({ rooms: all = [] }: OperatorAnswer): string =>
  lines(
    all.map(({ roomId, name, type, archived, members }) =>
      row(roomId, type.padEnd(8), (archived ? 'archived' : '').padEnd(8), String(members).padStart(6), name),
    ),
    'There are no rooms.',
  );

const tokens = ({ tokens: all = [] }: OperatorAnswer): string =>
  lines(
    all.map(({ tokenId, name, scope, expiresAt, lastUsedAt }) =>
      row(
        tokenId,
        scope.padEnd(5),
        `until ${expiresAt?.slice(0, 10) ?? 'revoked'}`.padEnd(16),
        `used ${lastUsedAt?.slice(0, 10) ?? 'never'}`.padEnd(15),
        name,
      ),
    ),
    'There are no access tokens.',
  );

/** A value as it is typed. */
const shown = (value: SettingValue): string =>
  value === null ? '' : Array.isArray(value) ? value.join(',') : String(value);

function settingLine({ setting, kind, value, isSet, fixedBy }: OperatedSetting): string {
  const text = kind === 'secret' ? (isSet ? '(a secret is set)' : '') : shown(value);
  return row(setting.padEnd(40), text, fixedBy === null ? '' : `(fixed by ${fixedBy})`);
}

const settingLines = ({ settings = [] }: OperatorAnswer): string => settings.map(settingLine).join('\n');

/** Both sides of a change, field by field. */
function changes({ before, after }: AuditEntryView): string {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const side = (values: AuditEntryView['before'], field: string): string => {
    const value = values?.[field];
    return value === undefined ? '' : JSON.stringify(value);
  };
  return fields.map((field) => `${field}: ${side(before, field)} → ${side(after, field)}`).join(', ');
}

/** An entry of the audit log as a line. Names come as the server has sent them; control characters in them are escaped. */
export function entryLine(entry: AuditEntryView, names: Readonly<Record<string, string>>): string {
  const called = (id: string): string => names[id] ?? id;
  const by = entry.userId === null ? (entry.program ?? '') : called(entry.userId);
  const on = entry.on === null ? '' : `${entry.on.kind} ${called(entry.on.id)}`;
  const line = row(entry.number, entry.at, by, entry.action, on, changes(entry));
  return line.replace(/[\p{Cc}\p{Cf}]/gu, (sign) => JSON.stringify(sign).slice(1, -1));
}

const entries = ({ entries: all = [], names = {} }: OperatorAnswer): string =>
  lines(
    all.map((entry) => entryLine(entry, names)),
    'The audit log is empty.',
  );

function verified({ check }: OperatorAnswer): string {
  if (!check) return '';
  if (check.broken) return `Entry ${check.broken.number} of the audit log is ${check.broken.how}.`;
  return `The audit log is whole: ${check.entries} ${check.entries === 1 ? 'entry' : 'entries'}${check.first === null ? '' : `, ${check.first} to ${check.last ?? ''}`}.`;
}

const linkOf = (name: string, { link }: OperatorAnswer): string =>
  link
    ? `A link for ${name}, good once, until ${link.expiresAt}:\n\n  ${link.url}\n\nWith it one can sign in as ${name}.`
    : '';

function invited({ invitation }: OperatorAnswer): string {
  if (!invitation) return '';
  const { url, expiresAt, left } = invitation;
  return `An invitation for ${left === null ? 'any number of people' : `${left} ${left === 1 ? 'person' : 'people'}`}, ${expiresAt === null ? 'without an end' : `until ${expiresAt}`}:\n\n  ${url}`;
}

type Sentence = (answer: OperatorAnswer, name: string) => string;

/** What was done, by the command. */
const sentences: Record<OperatorCommand, Sentence> = {
  list: people,
  add: (answer, name) =>
    [`${name} has an account, as ${answer.users?.[0]?.role ?? ''}.`, linkOf(name, answer)]
      .join('\n')
      .trimEnd(),
  role: ({ users }, name) => `The role of ${name} is ${users?.[0]?.role ?? ''}.`,
  deactivate: (_answer, name) => `${name} is deactivated, and signed out everywhere.`,
  activate: (_answer, name) => `${name} is active.`,
  merge: (_answer, name) =>
    `Nobody gets into ${name} any more. What it has is being moved; a server that does not run does that when it starts.`,
  'reset-password': (answer, name) =>
    answer.link ? linkOf(name, answer) : `${name} has the new password, and was signed out everywhere.`,
  'make-owner': (_answer, name) => `${name} is an owner of the workspace.`,
  'set-email': ({ users }, name) =>
    users?.[0]?.email == null ? `${name} has no e-mail address.` : `${name} has ${users[0].email}.`,
  'factors-off': (_answer, name) =>
    `${name} signs in with the password alone. The second factor and the recovery codes are gone.`,
  unlock: (_answer, name) => `${name} can try to sign in again.`,
  'rooms-list': rooms,
  'rooms-archive': ({ rooms: all }) => `${all?.[0]?.name ?? ''} is archived.`,
  'invites-add': invited,
  'tokens-list': tokens,
  'tokens-revoke': ({ tokens: all }, name) => `Revoked of ${name}: ${all?.length ?? 0}.`,
  'tokens-revoke-all': ({ tokens: all }, name) => `Revoked of ${name}: ${all?.length ?? 0}.`,
  'settings-get': settingLines,
  'settings-set': settingLines,
  'audit-tail': entries,
  'audit-verify': verified,
  export: () => '',
};

/** What was done, for people. */
export const sentenceOf = ({ command }: OperatorRequest, answer: OperatorAnswer): string =>
  sentences[command](answer, `@${answer.users?.[0]?.username ?? ''}`);
