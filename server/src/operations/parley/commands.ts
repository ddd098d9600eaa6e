import type { Command } from '../command.js';

const people: Record<string, Command> = {
  'users list': { says: 'Everybody, with role and e-mail address.' },
  'users add': {
    says: 'Makes an account, and prints a link with which its person sets a password, good once, for 24 hours.',
    words: ['USERNAME'],
    options: {
      name: { value: 'TEXT', says: 'The name that people see; by itself the user name.' },
      email: { value: 'EMAIL', says: 'Their e-mail address, which counts as confirmed.' },
      role: { value: 'ROLE', says: 'owner, admin, moderator, member or guest; by itself member.' },
      ask: { says: 'Asks for a password instead, hidden, or reads it from a pipe.' },
    },
  },
  'users role': {
    says: 'Changes somebody’s role: owner, admin, moderator, member or guest. The last owner stays one.',
    words: ['NAME', 'ROLE'],
  },
  'users deactivate': {
    says: 'Shuts somebody out at once: sessions, access tokens and webhooks end. What they wrote stays.',
    words: ['NAME'],
  },
  'users activate': { says: 'Lets somebody in again who was deactivated.', words: ['NAME'] },
  'users merge': {
    says: 'Merges an account into another of the same person: messages, rooms and sign-ins move. The first is gone, for good.',
    words: ['NAME', 'INTO'],
  },
  'users reset-password': {
    says: 'Prints a link with which somebody sets a new password, good once, for 24 hours.',
    words: ['NAME'],
    options: {
      ask: {
        says: 'Asks for the new password instead, hidden, or reads it from a pipe. Signs them out everywhere.',
      },
    },
  },
  'users make-owner': { says: 'Makes somebody an owner of the workspace, and active.', words: ['NAME'] },
  'users set-email': {
    says: 'Sets somebody’s e-mail address; the word none removes it.',
    words: ['NAME', 'EMAIL'],
  },
  'users factors-off': {
    says: 'Removes somebody’s second factors and recovery codes: authenticator app, passkeys.',
    words: ['NAME'],
  },
  'users unlock': { says: 'Forgets somebody’s failed attempts to sign in.', words: ['NAME'] },
};

/** The commands of `npm run parley`. */
export const parleyCommands: Record<string, Command> = {
  ...people,
  'rooms list': { says: 'Public and private rooms, with their ids and how many people are in them.' },
  'rooms archive': {
    says: 'Archives a room for good: it can only be read. ROOM is its name or its id.',
    words: ['ROOM'],
  },
  'invites add': {
    says: 'Makes an invitation and prints its link.',
    options: {
      hours: { value: 'COUNT', says: 'How long it is good, up to 8760; by itself 168. none is for ever.' },
      uses: { value: 'COUNT', says: 'For how many people, up to 1000; by itself for any number.' },
    },
  },
  'tokens list': { says: 'Somebody’s access tokens, with their ids.', words: ['NAME'] },
  'tokens revoke': {
    says: 'Ends an access token at once. TOKEN is its id, or - to be asked for the token itself, which a pipe may have.',
    words: ['TOKEN'],
  },
  'tokens revoke-all': { says: 'Ends all access tokens of somebody.', words: ['NAME'] },
  'settings get': {
    says: 'Settings that admins change, with their values. SETTING is section.field, or a section.',
    optionalWord: 'SETTING',
  },
  'settings set': {
    says: 'Changes a setting on every server, without a restart. - as VALUE asks for it, hidden, or reads it from a pipe.',
    words: ['SETTING', 'VALUE'],
  },
  'settings reset': { says: 'Gives a setting its default again.', words: ['SETTING'] },
  'audit tail': {
    says: 'The newest entries of the audit log.',
    options: {
      lines: { value: 'COUNT', says: 'How many, up to 1000; by itself 20.' },
      follow: { says: 'Goes on, and prints each new entry, until Ctrl+C.' },
    },
  },
  'audit verify': {
    says: 'Verifies the chain of the audit log. Status 1 when an entry was changed, removed or is missing.',
  },
  export: {
    says: 'Makes an archive of the workspace, to read in a browser and as JSON lines. The setting exports.includePrivate decides about private rooms.',
    options: { to: { value: 'FILE', says: 'The file to make; by itself parley-export-<time>.zip here.' } },
  },
};
