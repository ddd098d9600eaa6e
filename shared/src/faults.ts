import { AppError, type Fault } from './errors.js';
import { filled, type Params, type ParamsOf } from './sentences.js';

/** Every fault of a field, in English. Keys are for ever, as those of `refusals.ts`. */
export const faults = {
  // Of any schema.
  empty: 'must not be empty',
  fixed: 'is fixed by the environment variable {variable}',
  format: 'has the wrong form',
  notValid: 'is not valid',
  missing: 'is missing',
  oneOf: 'must be one of {values}',
  tooFew: 'must have at least {least} items',
  tooLarge: 'must be at most {most}',
  tooLong: 'must have at most {most} characters',
  tooMany: 'must have at most {most} items',
  tooShort: 'must have at least {least} characters',
  tooSmall: 'must be at least {least}',
  type: 'must be of the type {type}',
  unknown: 'is not known here',
  // Harmful in any place.
  binary: 'must not be binary',
  malformed: 'is malformed',
  nestedTooDeeply: 'is nested too deeply',
  notFormOrJson: 'is neither JSON nor a form',
  notJson: 'is not valid JSON',
  notObject: 'must be an object',
  notStorable: 'must not contain NUL or broken characters',
  reservedName: 'is not allowed as a name',
  tooManyValues: 'holds too many values',
  // Forms.
  address: 'must be an address, https://…',
  clock: 'must be a time such as 22:30',
  cursor: 'must be the "next" of an earlier answer',
  email: 'must be an e-mail address',
  emoji: 'must be one emoji',
  httpsAddress: 'must be an https address',
  id: 'must be an id of 24 hexadecimal digits',
  image: 'must be an image',
  inviteCode: 'is no invitation of ours',
  oneOfBeforeAfterAround: 'give one of before, after and around',
  peopleIds: 'must be ids of people with commas between them',
  resetToken: 'is no link of ours',
  timeZone: 'must be a time zone such as Europe/Berlin',
  username: 'may have letters a–z, digits, and . _ - between them',
  recoveryCode: 'has 16 letters and digits',
  totpCode: 'has six digits',
  uuid: 'must be a UUID',
  // People and accounts.
  emailDomain: 'must be an address of one of these domains: {domains}',
  emailTaken: 'is used by another account',
  notInWorkspace: 'is not in this workspace',
  notUsername: 'is not the user name of this account',
  codeUsed: 'was used already; wait for the next one',
  passwordBytes: 'must have at most {most} bytes; letters beyond a–z count for more than one',
  passwordCommon: 'is one of the most common passwords; choose another',
  passwordPersonal: 'is too close to your name, your e-mail address or the name of the workspace',
  passwordSimple: 'needs more different characters',
  noRules: 'must be a room with rules of its own, not a direct message or group',
  someNotInWorkspace: 'includes somebody who is not in this workspace',
  usernameReserved: 'is reserved',
  usernameTaken: 'is taken',
  wrong: 'is wrong',
  csv: 'is no valid CSV at line {line}',
  csvColumns: 'needs a first line with the columns {columns}',
  csvLines: 'must have at most {most} lines',
  csvTwice: 'is on line {line} too',
  ownersGive: 'may be given by an owner only',
  // Rooms and messages.
  groupFull: 'the group is full',
  groupTooLarge: 'a group has at most {most} people',
  groupTooSmall: 'a group needs at least two other people',
  lastOwner: 'the room needs an owner',
  notInRoom: 'is not a message in this room',
  roomNameTaken: 'is taken by another public room',
  searchWords: 'must have at most {most} words and filters',
  // Files.
  fileGone: 'includes a file that does not exist or was already sent',
  fileName: 'needs a name of at most {most} characters',
  fileSize: 'is larger than {megabytes} MB',
  fileTwice: 'must not name a file twice',
  filesTooMany: 'a message has at most {most} files',
  imageBroken: 'is an image that cannot be read; it may be damaged',
  imageTooLarge: 'has too many pixels',
  noThumbnail: 'has no thumbnail',
  notMultipart: 'must come as multipart/form-data',
  oneFile: 'must be one file, in the field "file"',
  serverLimit: 'is more than this server allows',
  spaceUsed: 'is more than you may still store',
  // Polls.
  notAnOption: 'is not an option of this poll',
  oneOption: 'must be one option',
  optionsEqual: 'must differ from each other',
  pastTime: 'must be in the future',
  tooFarAhead: 'must be within {days} days',
  // Devices.
  deviceGone: 'is no longer known to its push service',
} as const;

export type FaultKey = keyof typeof faults;

/** Takes the name of a field, the fault, and the values of its sentence. */
export function faultOf<Key extends FaultKey>(
  field: string,
  key: Key,
  ...[params]: ParamsOf<(typeof faults)[Key]>
): Fault {
  const values: Params = params ?? {};
  return {
    field,
    key,
    ...(Object.keys(values).length === 0 ? {} : { params: values }),
    message: filled(faults[key], values),
  };
}

/** Takes the fields at fault, returns the error to throw. Its detail names them all. */
export const invalid = (found: readonly Fault[]): AppError =>
  new AppError(
    'invalid',
    { key: 'invalid', sentence: found.map(({ field, message }) => `${field}: ${message}`).join('; ') },
    { errors: found },
  );

/** The error for one field. */
export const invalidField = <Key extends FaultKey>(
  field: string,
  key: Key,
  ...params: ParamsOf<(typeof faults)[Key]>
): AppError => invalid([faultOf(field, key, ...params)]);

const known = new Map<string, Omit<Fault, 'field' | 'message'>>();

/**
 * The message of a schema's rule. Zod has only one string for it, so its key is stored here for `keyOfMessage`.
 * Only for schemas, which are made once: the entries stay.
 */
export function messageOf<Key extends FaultKey>(key: Key, ...params: ParamsOf<(typeof faults)[Key]>): string {
  const { field: _, message, ...rest } = faultOf('', key, ...params);
  known.set(message, rest);
  return message;
}

/** Takes the message of a schema's rule, returns its key for `messageOf`; undefined for one of Zod's own. */
export const keyOfMessage = (message: string): Omit<Fault, 'field' | 'message'> | undefined =>
  known.get(message);
