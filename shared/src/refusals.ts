import { AppError, type ErrorCode, type RefusalExtra } from './errors.js';
import { filled, type Params, type ParamsOf } from './sentences.js';

/**
 * Every refusal with more detail than the title of its code: the code, and the sentence in English. A key is for ever: clients
 * translate by it. The other languages are in the client (`refusals.es.json`, docs/languages.md).
 */
export const refusals = {
  'accounts.deactivated': ['not_found', 'This account has been deactivated.'],
  'accounts.deleteSelf': ['conflict', 'To delete your own account, open your profile.'],
  'accounts.emailTaken': ['conflict', 'This e-mail address is used by another account.'],
  'accounts.lastOwner': ['conflict', 'The workspace needs an owner. Make another person owner first.'],
  'accounts.noFounder': ['conflict', 'This workspace has no owner yet. Register the first account.'],
  'accounts.nobody': ['not_found', 'There is nobody called {name}.'],
  'accounts.ownersOnly': ['forbidden', 'Only an owner may change owners and admins.'],
  'accounts.restoreFirst': ['conflict', 'This account is deactivated. Restore it first.'],
  'accounts.self': ['conflict', 'You cannot deactivate your own account. Ask another owner.'],
  'bans.address': [
    'forbidden',
    'New accounts cannot be made from here at the moment. Ask somebody for an invitation.',
  ],
  'bans.forever': ['forbidden', 'This account is banned. Reason: {reason}'],
  'bans.rank': ['forbidden', 'You may not do this to somebody of the same or a higher role.'],
  'bans.self': ['conflict', 'You cannot do this to yourself.'],
  'bans.until': ['forbidden', 'This account is banned until {until}. Reason: {reason}'],
  'body.compressed': ['unsupported', 'Compressed request bodies are not accepted. Send it as it is.'],
  'body.malformed': ['invalid', 'The request is malformed.'],
  'body.notJson': ['invalid', 'The body is not valid JSON.'],
  'body.notUtf8': ['invalid', 'The body must be JSON in UTF-8.'],
  'body.tooLarge': ['too_large', 'The body is too large.'],
  'calls.busy': ['conflict', 'You are in a call already, on this or another device. Move here to leave it.'],
  'calls.cameras': ['conflict', 'At most {most} people can have their camera on. Turn one off first.'],
  'calls.full': [
    'conflict',
    'This call is full: {most} people. Larger calls need a media server, which an admin can set up.',
  ],
  'calls.manage': ['forbidden', 'You do not have permission to mute or remove others in this call.'],
  'calls.mediaServer': [
    'unavailable',
    'Calls do not work at the moment: the media server cannot be reached. An admin can look into it.',
  ],
  'calls.over': ['not_found', 'This call has ended.'],
  'database.full': ['unavailable', 'The disk of the server is full. Nothing is saved until there is room.'],
  'database.unreachable': ['unavailable', 'The database cannot be reached or written right now.'],
  'devices.rejected': ['unavailable', 'The push service of this browser rejected the notification.'],
  'devices.tooMany': ['conflict', 'You have {most} devices already. Turn one off first.'],
  'directory.factor': [
    'conflict',
    'Your account needs a second factor, which the directory does not have. Sign in with a passkey.',
  ],
  'directory.firstRun': [
    'conflict',
    'This workspace has no owner yet. Create the first account with a password.',
  ],
  'directory.off': ['not_found', 'No directory is set up in this workspace.'],
  'directory.unreachable': [
    'unavailable',
    'The directory of your organization cannot be reached right now. Try again in a moment.',
  ],
  'drafts.tooMany': ['conflict', 'You have {most} drafts already. Send or discard one first.'],
  'exports.running': ['conflict', 'An export is being made already. Wait for it, or cancel it.'],
  'factors.enrol': ['unauthenticated', 'Your role requires a second factor. Sign in to set one up.'],
  'factors.passkeyAddress': ['conflict', 'Passkeys work only at the address {address}.'],
  'factors.passkeyOrigin': ['conflict', 'Passkeys work only in a browser.'],
  'factors.passkeyRefused': ['invalid', 'This passkey was not accepted.'],
  'factors.passkeyTaken': ['conflict', 'This passkey is already in use.'],
  'factors.passkeysFull': ['conflict', 'You have {most} passkeys already. Remove one first.'],
  'factors.passwordFirst': [
    'conflict',
    'Set a password first: the codes of the app are for signing in with one. Or add a passkey.',
  ],
  'factors.required': [
    'conflict',
    'Your role requires a second factor. Add another one before you remove this.',
  ],
  'factors.totpExists': ['conflict', 'You have an authenticator app already. Remove it first.'],
  'factors.unreadable': [
    'conflict',
    'The server has lost the key of your authenticator app. Use a recovery code, or ask an admin to remove your second factor.',
  ],
  'files.busy': ['unavailable', 'The server is busy with other pictures.'],
  'files.noPictures': ['unavailable', 'Pictures cannot be read right now.'],
  'files.sent': ['conflict', 'This file was sent. Delete its message instead.'],
  'files.spaceUsed': ['too_large', 'You have used up the {megabytes} MB each person may store.'],
  'files.storedAlready': ['unavailable', 'This upload is being stored already.'],
  'files.tooLarge': ['too_large', 'A file may have at most {megabytes} MB.'],
  'files.tooManyPixels': ['too_large', 'The image has too many pixels.'],
  'files.uploadsAtOnce': ['rate_limited', 'Too many uploads at once.'],
  'groups.full': ['conflict', 'A user group has at most {most} people.'],
  'groups.taken': ['conflict', 'A person or another user group has this name.'],
  'groups.tooMany': ['conflict', 'There are {most} user groups already. Delete one first.'],
  'invitations.over': ['forbidden', 'This invitation has expired, was used up or was revoked.'],
  'invitations.tooMany': [
    'conflict',
    'This workspace has {most} open invitations already. Revoke one first.',
  ],
  'limits.attempts': ['rate_limited', 'Too many attempts. Try again in {seconds} s.'],
  'limits.commands': ['rate_limited', 'Too many commands at once.'],
  'limits.connections': ['rate_limited', 'You have too many connections. Close some of your tabs.'],
  'limits.requests': ['rate_limited', 'Too many requests of this kind at once.'],
  'mail.credentials': [
    'unavailable',
    'The mail server does not accept the user name or the password. Check the address of the mail server.',
  ],
  'mail.noAddress': ['conflict', 'Your profile has no e-mail address to write to.'],
  'mail.none': ['conflict', 'No mail server is set up for this workspace.'],
  'mail.unreachable': [
    'unavailable',
    'The mail server cannot be reached. Check its name, its port, and whether it needs TLS.',
  ],
  'mail.rejected': [
    'unavailable',
    'The mail server rejected the e-mail. Check its settings with npm run doctor.',
  ],
  'messages.changes': ['conflict', 'A message can be changed {most} times. Write a new one.'],
  'messages.delete': ['forbidden', 'You do not have permission to delete this message.'],
  'messages.editTooLate': ['forbidden', 'Messages can be edited for {minutes} minutes after they are sent.'],
  'messages.editOwn': ['forbidden', 'You can only edit your own messages.'],
  'mutes.muted': ['forbidden', 'You are muted until {until}. Reason: {reason}'],
  'names.adminsOnly': ['forbidden', 'In this workspace only admins change user names. Ask one of them.'],
  'names.changes': [
    'conflict',
    'You can change a user name {times} times in {days} days. You can still take an earlier name back.',
  ],
  'names.taken': ['conflict', 'This user name is taken.'],
  'openid.lastWayIn': [
    'conflict',
    'This is your only way to sign in. Set a password or connect another provider first.',
  ],
  'openid.unreachable': ['unavailable', 'The provider cannot be reached. Try again in a moment.'],
  'pins.tooMany': ['conflict', 'A room has at most {most} pinned messages. Unpin one first.'],
  'polls.anonymous': ['forbidden', 'This poll is anonymous.'],
  'polls.close': ['forbidden', 'You do not have permission to close this poll.'],
  'polls.closed': ['conflict', 'This poll is closed.'],
  'protocol.old': ['conflict', 'This page is older than the server. Please reload.'],
  'proxy.origin': [
    'forbidden',
    'This page’s address is not the server’s: Origin is not Host. Set PUBLIC_URL to the address people use, or let the proxy pass on the header Host.',
  ],
  'reactions.tooMany': ['conflict', 'A message has at most {most} different reactions.'],
  'recovery.over': ['not_found', 'This link has expired or was already used. Ask for a new one.'],
  'reports.changed': [
    'conflict',
    'Another moderator has changed this report in the meantime. Look at it again.',
  ],
  'reports.notMessage': [
    'conflict',
    'This report is not about a message in a room, so there is nothing to delete or remove from.',
  ],
  'reports.notesFull': ['conflict', 'A report has at most {most} notes.'],
  'reports.own': ['conflict', 'You cannot report yourself.'],
  'reports.tooMany': ['conflict', 'You have {most} open reports already. Wait until they are handled.'],
  'roles.missing': ['forbidden', 'You do not have permission to do this in this workspace.'],
  'roles.notYours': ['forbidden', 'You cannot change or give a permission that you do not have yourself.'],
  'roles.tooMany': ['conflict', 'There are {most} custom roles already. Delete one first.'],
  'roles.tooManyHolders': ['conflict', '{most} people and groups have this role already.'],
  'rooms.additions': ['conflict', 'You have added this person to {most} rooms already.'],
  'rooms.archived': ['forbidden', 'This room is archived.'],
  'rooms.forbidden': ['forbidden', 'You do not have permission to do this in this room.'],
  'rooms.groupFull': ['invalid', 'A group has at most {most} people.'],
  'rooms.guests': ['forbidden', 'Guests may not create rooms.'],
  'rooms.joinFirst': ['forbidden', 'Join the room first.'],
  'rooms.nameTaken': ['conflict', 'There is a public room of this name already.'],
  'rooms.narrowed': ['forbidden', 'In this room only some people may do this.'],
  'rooms.ownSettings': ['forbidden', 'You can change mute, favourite and notifications only for yourself.'],
  'rooms.remove': ['forbidden', 'You do not have permission to remove this person.'],
  'rooms.slow': ['rate_limited', 'Slow mode: you can write here again in {seconds} s.'],
  'rooms.tooMany': ['conflict', 'You have made {most} rooms and groups already.'],
  'saved.tooMany': ['conflict', 'You have saved {most} messages already. Remove one first.'],
  'sessions.ended': ['unauthenticated', 'This session has ended. Please sign in again.'],
  'sessions.tooLong': ['unauthenticated', 'This took too long. Please start again.'],
  'sessions.wrong': ['unauthenticated', 'The name or the password is wrong.'],
  'settings.changed': ['conflict', 'Somebody else has changed these settings meanwhile. Load them again.'],
  'settings.ownersOnly': ['forbidden', 'Only an owner may change these settings.'],
  'settings.changedSince': ['conflict', 'This setting was changed again since. Undo the newer change first.'],
  'signInLinks.factor': [
    'conflict',
    'Your account needs a second factor. Sign in with a passkey or your password.',
  ],
  'signInLinks.off': ['conflict', 'Signing in by a link is turned off in this workspace.'],
  'signInLinks.over': ['not_found', 'This link has expired or was already used. Have a new one sent to you.'],
  'storage.credentials': [
    'unavailable',
    'The file store refuses the credentials. Check S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.',
  ],
  'storage.denied': [
    'unavailable',
    'The file store does not allow this server to write, read and delete files. Check its permissions.',
  ],
  'storage.differs': [
    'unavailable',
    'The file store returned something else than was written to it. Do not use it.',
  ],
  'storage.failed': ['unavailable', 'The file store failed: {reason}'],
  'storage.full': ['unavailable', 'The file store has no space left. Delete files, or add space.'],
  'storage.noBucket': [
    'unavailable',
    'The file store has no bucket with this name. Check S3_BUCKET, S3_REGION and S3_ENDPOINT.',
  ],
  'storage.stays': ['unavailable', 'The file store did not delete a file. Check its permissions.'],
  'storage.unreachable': [
    'unavailable',
    'The file store cannot be reached. Check S3_ENDPOINT and the network.',
  ],
  'push.noDevices': [
    'conflict',
    'None of your devices gets notifications. Turn them on first, in your settings under Notifications.',
  ],
  'tokens.none': ['unauthenticated', 'The access token is not valid, or has expired.'],
  'tokens.notAdmin': ['forbidden', 'This access token has no admin permission.'],
  'tokens.readOnly': ['forbidden', 'This access token has read permission only.'],
  'tokens.sessionOnly': ['forbidden', 'An access token may not do this. Sign in for it.'],
  'tokens.tooMany': ['conflict', 'You have {most} tokens already. Revoke one first.'],
  'webhooks.tooMany': ['conflict', 'A room has at most {most} webhooks. Remove one first.'],
  'workspace.moderatorsOnly': [
    'forbidden',
    'Only owners, admins and moderators of the workspace may do this.',
  ],
  'words.changed': ['conflict', 'Another moderator has changed the words in the meantime. Load them again.'],
  'words.denied': ['forbidden', 'This has the word “{word}”, which is not allowed here.'],
  'words.held': ['conflict', 'This message waits for review by a moderator. Nobody else sees it until then.'],
  'words.notHere': ['forbidden', 'This has words that are not allowed here.'],
  'words.refused': ['forbidden', 'A moderator has refused this message.'],
  'workspace.adminsOnly': ['forbidden', 'Only owners and admins of the workspace may do this.'],
  'workspace.closed': ['forbidden', 'This workspace is closed to new people.'],
  'workspace.invitationNeeded': [
    'forbidden',
    'You need an invitation to join this workspace. Ask somebody who is in it.',
  ],
} as const satisfies Record<string, readonly [ErrorCode, string]>;

export type RefusalKey = keyof typeof refusals;
type Sentence<Key extends RefusalKey> = (typeof refusals)[Key][1];

/** Takes a key, the values of its sentence, and the fields at fault or seconds to wait; returns the error to throw. */
export function refusal<Key extends RefusalKey>(
  key: Key,
  ...rest: [...ParamsOf<Sentence<Key>>, extra?: RefusalExtra]
): AppError;
export function refusal(key: RefusalKey, params?: Params, extra?: RefusalExtra): AppError {
  const [code, sentence] = refusals[key];
  return new AppError(code, { key, params, sentence: filled(sentence, params) }, extra);
}
