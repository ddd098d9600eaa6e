import { z } from 'zod';
import { messageOf } from './faults.js';
import { objectId } from './ids.js';
import { limits } from './limits.js';
import { workspaceRole } from './roles.js';
import { settingLimits } from './settings.js';
import { displayName, email, password, username } from './users.js';
import { createInviteInput } from './workspace.js';

/** What an operator requests of a workspace, through its server or beside it. */
const name = z.string().min(1, messageOf('empty')).max(limits.email);
const of = <C extends string>(command: C) => z.strictObject({ command: z.literal(command), name });

/** The name of a setting: `section.field`, or a section alone. */
const setting = z.string().regex(/^[a-zA-Z0-9]{1,40}(\.[a-zA-Z0-9]{1,40})?$/);

const people = [
  z.strictObject({ command: z.literal('list') }),
  of('reset-password').extend({ password: password.optional() }),
  of('make-owner'),
  of('set-email').extend({ email: email.nullable() }),
  of('unlock'),
  of('factors-off'),
  of('role').extend({ role: workspaceRole }),
  of('deactivate'),
  of('activate'),
  /** `name` is the account that goes. */
  of('merge').extend({ into: name }),
  z.strictObject({
    command: z.literal('add'),
    name: username,
    displayName: displayName.optional(),
    email: email.optional(),
    role: workspaceRole.optional(),
    password: password.optional(),
  }),
  of('tokens-list'),
  of('tokens-revoke-all'),
] as const;

const rest = [
  z.strictObject({ command: z.literal('rooms-list') }),
  z.strictObject({
    command: z.literal('rooms-archive'),
    room: z
      .string()
      .min(1)
      .max(limits.roomName + 1),
  }),
  createInviteInput.extend({ command: z.literal('invites-add') }),
  z.strictObject({ command: z.literal('tokens-revoke'), token: z.string().min(1).max(100) }),
  z.strictObject({ command: z.literal('settings-get'), setting: setting.optional() }),
  z.strictObject({
    command: z.literal('settings-set'),
    setting,
    /** As typed; null resets it to its default. */
    value: z
      .string()
      .max(settingLimits.text * 10)
      .nullable(),
    /** It was not on the command line, which everybody on the machine can read. */
    hidden: z.boolean(),
  }),
  z.strictObject({
    command: z.literal('audit-tail'),
    limit: z.number().int().min(1).max(1000),
    /** Only entries with a higher number. */
    after: z.number().int().min(0).optional(),
  }),
  z.strictObject({ command: z.literal('audit-verify') }),
  z.strictObject({ command: z.literal('export') }),
] as const;

export const operatorRequest = z.discriminatedUnion('command', [...people, ...rest]);
export type OperatorRequest = z.infer<typeof operatorRequest>;
export type OperatorCommand = OperatorRequest['command'];
export type RequestOf<C extends OperatorCommand> = Extract<OperatorRequest, { command: C }>;

/** Whether a text is the id of a token, and not the token. */
export const isTokenId = (text: string): boolean => objectId.safeParse(text).success;
