import { z } from 'zod';
import { objectId } from './ids.js';
import { knownEmoji } from './knownEmoji.js';
import { limits } from './limits.js';
import { workspaceRole } from './roles.js';
import { boundedText } from './boundedText.js';
import { messageOf } from './faults.js';
import { muteView, noticeView } from './moderation/moderation.js';

/** Mentions of many people: nobody can have these names. */
const reservedNames = new Set(['here', 'room', 'everyone', 'all', 'channel']);

/** Lower case letters, digits and `. _ -` between them: what can be typed behind an @ everywhere. */
export const username = z
  .string()
  .toLowerCase()
  .min(limits.usernameMin, messageOf('tooShort', { least: limits.usernameMin }))
  .max(limits.usernameMax, messageOf('tooLong', { most: limits.usernameMax }))
  .regex(/^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/, messageOf('username'))
  .refine((name) => !reservedNames.has(name), { error: messageOf('usernameReserved') });

const encoder = new TextEncoder();

/** Whether `Intl` supports this time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const passwordTooLong = {
  error: messageOf('passwordBytes', { most: limits.passwordBytes }),
  abort: true,
};
export const password = z
  .string()
  .min(limits.passwordMin, messageOf('tooShort', { least: limits.passwordMin }))
  .max(limits.passwordBytes, passwordTooLong)
  .refine((text) => encoder.encode(text).length <= limits.passwordBytes, passwordTooLong);

export const displayName = boundedText(1, limits.displayName).meta({ example: 'Jo Rivera' });
export const email = z.email(messageOf('email')).max(limits.email).toLowerCase();
export const emoji = z.string().min(1).max(limits.emoji);

export const presenceMode = z.enum(['auto', 'dnd']);

/** Words that count as a mention, and hours without notifications. */
export const keywords = z
  .array(boundedText(1, limits.keyword))
  .max(limits.keywords, messageOf('tooMany', { most: limits.keywords }));
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, messageOf('clock'));
const timeZone = z
  .string()
  .max(64, { abort: true })
  .refine(isTimeZone, { error: messageOf('timeZone') });
export const quietHours = z.strictObject({
  days: z.array(z.number().int().min(0).max(6)).max(7),
  from: clock,
  to: clock,
  timeZone,
});

export const userView = z
  .strictObject({
    userId: objectId,
    version: z.number().int(),
    username: z.string(),
    /** Former user names, the newest first: a mention of one still mentions the person. */
    formerNames: z.array(z.string()),
    displayName: z.string(),
    statusText: z.string(),
    statusEmoji: z.string(),
    /** When the status expires. */
    statusUntil: z.iso.datetime().nullable(),
    /** When the picture was set, in ms since the epoch; null for none. */
    picture: z.number().int().nullable(),
    /** Their time zone. */
    timeZone: z.string().nullable(),
    role: workspaceRole,
    active: z.boolean(),
    /** The account of a webhook, to which nobody can write. */
    bot: z.boolean(),
    /** Not a person: the name by which the group with this id is mentioned. */
    group: z.literal(true).optional(),
    /** A deleted person: `displayName` shows that, and there is no other data. */
    erased: z.literal(true).optional(),
    /** Not in the reader’s directory: only the name is published, for their messages. */
    hidden: z.literal(true).optional(),
  })
  .meta({ id: 'User' });
export type UserView = z.infer<typeof userView>;

export const meView = userView
  .extend({
    /** As entered; that another has it as well does not show. */
    email: z.string().nullable(),
    /** One can sign in with it. */
    emailConfirmed: z.boolean(),
    showReceipts: z.boolean(),
    presenceMode,
    keywords: z.array(z.string()),
    quiet: quietHours.nullable(),
    /** Where one may not write, and until when; absent when one may everywhere. */
    mutes: z.array(muteView).optional(),
    /** The people one has blocked; absent for nobody. */
    blocked: z.array(objectId).optional(),
    /** What one has not dismissed; absent for none. */
    notices: z.array(noticeView).optional(),
  })
  .meta({ id: 'Me' });
export type MeView = z.infer<typeof meView>;

/** A person's account for those who manage people. */
export const accountView = z
  .strictObject({ user: userView, email: z.string().nullable() })
  .meta({ id: 'Account' });
export type AccountView = z.infer<typeof accountView>;

/** The fields they may change, besides the user name. */
export const updateAccountInput = z.strictObject({
  displayName: displayName.optional(),
  email: email.nullable().optional(),
});
export type UpdateAccountInput = z.infer<typeof updateAccountInput>;

/** The code that was sent to an address. */
export const confirmEmailInput = z.strictObject({ code: z.string().min(1).max(40) });

export const renameInput = z.strictObject({ username });
export type RenameInput = z.infer<typeof renameInput>;

export const updateMeInput = z.strictObject({
  displayName: displayName.optional(),
  email: email.nullable().optional(),
  statusText: boundedText(0, limits.statusText).optional(),
  statusEmoji: z
    .string()
    .max(limits.emoji, { abort: true })
    .refine((text) => text === '' || knownEmoji(text) !== undefined, { error: messageOf('emoji') })
    .optional(),
  statusUntil: z.iso.datetime().max(limits.instant).nullable().optional(),
  timeZone: timeZone.optional(),
  showReceipts: z.boolean().optional(),
  presenceMode: presenceMode.optional(),
  keywords: keywords.optional(),
  quiet: quietHours.nullable().optional(),
});
export type UpdateMeInput = z.infer<typeof updateMeInput>;
