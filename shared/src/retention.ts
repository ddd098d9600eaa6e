import { z } from 'zod';
import { boundedText } from './boundedText.js';
import { objectId } from './ids.js';

/** The longest rule, in days. */
export const MOST_DAYS = 36_500;

/** A room's own rule: days; 0 for never, null for that of the workspace. */
export const roomRetention = z.strictObject({ days: z.number().int().min(0).max(MOST_DAYS).nullable() });
export type RoomRetention = z.infer<typeof roomRetention>;

/** A room's rule, and what holds there now. */
export const roomRetentionView = roomRetention
  .extend({
    /** Days after which messages are deleted here; null for never. */
    effective: z.number().int().nullable(),
    /** What the workspace's own rule is; null for never. */
    ofWorkspace: z.number().int().nullable(),
    /** Which rules of their own the workspace allows to rooms. */
    allowed: z.enum(['none', 'shorter', 'any']),
    /** Nothing is deleted because of a legal hold. Null for those who may not know. */
    held: z.boolean().nullable(),
  })
  .meta({ id: 'RoomRetention' });
export type RoomRetentionView = z.infer<typeof roomRetentionView>;

/** Which rules of their own a workspace allows to rooms. */
export const roomRules = z.enum(['none', 'shorter', 'any']);

const counts = {
  messages: z.number().int(),
  files: z.number().int(),
  bytes: z.number().int(),
};

/** What a rule of one room would delete there now. */
export const retentionCounts = z
  .strictObject({ ...counts, graceHours: z.number() })
  .meta({ id: 'RetentionCounts' });
export type RetentionCounts = z.infer<typeof retentionCounts>;

/** What a rule would delete now. */
export const retentionPreview = z
  .strictObject({
    rooms: z.array(
      z.strictObject({
        roomId: objectId,
        /** Empty for direct messages and groups. */
        name: z.string(),
        ...counts,
        held: z.boolean(),
      }),
    ),
    /** Of all rooms that are not on hold. */
    ...counts,
    /** Hours until a new or shorter rule deletes anything. */
    graceHours: z.number(),
  })
  .meta({ id: 'RetentionPreview' });
export type RetentionPreview = z.infer<typeof retentionPreview>;

export const holdOn = z.enum(['workspace', 'room', 'person']);

/** A legal hold: what it is on is deleted neither by retention nor by erasure. */
export const createHold = z
  .strictObject({
    on: holdOn,
    /** The room or person; absent for the workspace. */
    targetId: objectId.optional(),
    reason: boundedText(1, 500),
  })
  .refine(({ on, targetId }) => (on === 'workspace') === (targetId === undefined), { path: ['targetId'] });
export type CreateHold = z.infer<typeof createHold>;

export const holdView = z
  .strictObject({
    holdId: objectId,
    on: holdOn,
    targetId: objectId.nullable(),
    /** The name of the room or person. */
    name: z.string(),
    reason: z.string(),
    createdBy: objectId,
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Hold' });
export type HoldView = z.infer<typeof holdView>;
