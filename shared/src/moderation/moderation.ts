import { z } from 'zod';
import { boundedText } from '../boundedText.js';
import { messageOf } from '../faults.js';
import { objectId } from '../ids.js';
import { limits } from '../limits.js';
import { moderationLimits } from './limits.js';

export const reportReasons = ['spam', 'harassment', 'hate', 'private', 'illegal', 'other'] as const;
export type ReportReason = (typeof reportReasons)[number];

export const reportInput = z.strictObject({
  reason: z.enum(reportReasons),
  note: boundedText(0, moderationLimits.note).default(''),
});
export type ReportInput = z.input<typeof reportInput>;

/** Until when; null for no end. */
const until = z.iso.datetime().max(limits.instant);
/** A sentence that the person reads. */
const reason = boundedText(1, moderationLimits.reason);

export const muteInput = z.strictObject({
  /** Null for the whole workspace. */
  roomId: objectId.nullable().default(null),
  until,
  reason,
});
export const banInput = z.strictObject({
  until: until.nullable(),
  reason,
  /** No new account from the addresses of their sessions, for as long. */
  addresses: z.boolean().default(false),
});
export type MuteInput = z.output<typeof muteInput>;
export type BanInput = z.output<typeof banInput>;

/** What is done about a report. */
export const outcomeInput = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('nothing') }),
  z.strictObject({ kind: z.literal('warn'), reason }),
  z.strictObject({ kind: z.literal('delete') }),
  muteInput.extend({ kind: z.literal('mute') }),
  z.strictObject({ kind: z.literal('remove') }),
  banInput.extend({ kind: z.literal('ban') }),
]);
export type OutcomeInput = z.output<typeof outcomeInput>;
export type OutcomeKind = OutcomeInput['kind'];

export const closeReportInput = z.strictObject({
  /** The version one has seen: nobody closes what another has changed meanwhile. */
  version: z.number().int(),
  outcome: outcomeInput,
});
export type CloseReportInput = z.output<typeof closeReportInput>;
export const assignInput = z.strictObject({ version: z.number().int(), assigned: z.boolean() });
export const reportNoteInput = z.strictObject({ text: boundedText(1, moderationLimits.note) });

/** A running mute, as its person sees it. */
export const muteView = z.strictObject({
  roomId: objectId.nullable(),
  until: z.iso.datetime(),
  reason: z.string(),
});
export type MuteView = z.infer<typeof muteView>;

/** Something that a person should know, until they dismiss it. */
export const noticeView = z.strictObject({
  noticeId: objectId,
  /** Somebody has handled their report; they are warned; for moderators: a report waits, accounts wait, the brake was pulled. */
  kind: z.enum(['reportHandled', 'warned', 'reportWaits', 'accountsWait', 'brakePulled']),
  at: z.iso.datetime(),
  /** The words of a warning. */
  text: z.string().optional(),
});
export type NoticeView = z.infer<typeof noticeView>;

export const evidenceMessage = z.strictObject({
  messageId: objectId,
  authorId: objectId,
  createdAt: z.iso.datetime(),
  edited: z.boolean(),
  deleted: z.boolean(),
  /** Its text, the words of its parts, and the names of its files. */
  text: z.string(),
});
export type EvidenceMessage = z.infer<typeof evidenceMessage>;

export const reportStatus = z.enum(['open', 'closed']);
const outcomeView = z.strictObject({
  kind: z.enum(['nothing', 'warn', 'delete', 'mute', 'remove', 'ban']),
  by: objectId,
  at: z.iso.datetime(),
  until: z.iso.datetime().nullable(),
  reason: z.string(),
});

export const reportView = z
  .strictObject({
    reportId: objectId,
    version: z.number().int(),
    status: reportStatus,
    kind: z.enum(['message', 'person']),
    reporterId: objectId,
    targetId: objectId,
    messageId: objectId.nullable(),
    roomId: objectId.nullable(),
    reason: z.enum(reportReasons),
    note: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    assignedTo: objectId.nullable(),
    outcome: outcomeView.nullable(),
    /** Whether oneself may warn, mute, remove or ban the person. */
    mayPunish: z.boolean(),
  })
  .meta({ id: 'Report' });
export type ReportView = z.infer<typeof reportView>;

export const reportDetails = z
  .strictObject({
    report: reportView,
    /** As it was when it was reported. */
    evidence: z.strictObject({
      roomName: z.string(),
      /** In the order of the room; the reported one among them. Empty for a person. */
      messages: z.array(evidenceMessage),
      profile: z.strictObject({ displayName: z.string(), username: z.string(), statusText: z.string() }),
    }),
    notes: z.array(z.strictObject({ by: objectId, at: z.iso.datetime(), text: z.string() })),
    /** Other reports of this person, the newest first. */
    history: z.array(reportView),
  })
  .meta({ id: 'ReportDetails' });
export type ReportDetails = z.infer<typeof reportDetails>;

export const reportPage = z.strictObject({ reports: z.array(reportView), next: objectId.nullable() });

/** Somebody who is muted or banned now. */
export const restrictedView = z
  .strictObject({
    userId: objectId,
    mutes: z.array(muteView),
    ban: z.strictObject({ until: z.iso.datetime().nullable(), reason: z.string() }).nullable(),
  })
  .meta({ id: 'Restricted' });
export type RestrictedView = z.infer<typeof restrictedView>;

export const addressBanView = z
  .strictObject({
    addressBanId: objectId,
    /** An address, or the /64 of IPv6. */
    address: z.string(),
    until: z.iso.datetime().nullable(),
    reason: z.string(),
  })
  .meta({ id: 'AddressBan' });
export type AddressBanView = z.infer<typeof addressBanView>;

export const reportsQuery = z.strictObject({
  status: reportStatus.default('open'),
  before: objectId.optional(),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(limits.page, messageOf('tooLarge', { most: limits.page }))
    .default(limits.pageDefault),
});
