import { z } from 'zod';
import { boundedText } from './boundedText.js';
import { objectId } from './ids.js';
import { username } from './users.js';

/** The bounds of groups of people. */
export const groupLimits = {
  /** Of a workspace. */
  groups: 200,
  /** People in one group. */
  members: 500,
  name: 60,
  description: 250,
  /** People who are added by one request. */
  added: 100,
  /** Groups of one page. */
  page: 100,
  /** Characters of the id that a provisioning program gives. */
  externalId: 200,
} as const;

/** What follows the @. Of one namespace with user names: nobody can have the name of a group, and no group that of a person. */
export const groupHandle = username.meta({ example: 'design' });
const name = boundedText(1, groupLimits.name).trim().meta({ example: 'Design' });
const description = boundedText(0, groupLimits.description).trim();

export const groupView = z
  .strictObject({
    groupId: objectId,
    version: z.number().int(),
    handle: z.string(),
    name: z.string(),
    description: z.string(),
    /** Number of members that are visible to the reader. */
    memberCount: z.number().int(),
  })
  .meta({ id: 'Group' });
export type GroupView = z.infer<typeof groupView>;

/** A group with the members that are visible to the reader. */
export const groupDetails = groupView.extend({ memberIds: z.array(objectId) }).meta({ id: 'GroupDetails' });
export type GroupDetails = z.infer<typeof groupDetails>;

export const groupsQuery = z.strictObject({
  /** Only groups whose handle comes after this one. */
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(groupLimits.page).default(groupLimits.page),
});
export type GroupsQuery = z.infer<typeof groupsQuery>;

export const groupsPage = z.strictObject({
  groups: z.array(groupView),
  /** `after` of the next page; null at the end. */
  next: z.string().nullable(),
});
export type GroupsPage = z.infer<typeof groupsPage>;

export const createGroupInput = z.strictObject({
  handle: groupHandle,
  name,
  description: description.default(''),
});
export type CreateGroupInput = z.infer<typeof createGroupInput>;
export const updateGroupInput = z.strictObject({
  handle: groupHandle.optional(),
  name: name.optional(),
  description: description.optional(),
});
export type UpdateGroupInput = z.infer<typeof updateGroupInput>;

export const addToGroupInput = z.strictObject({ userIds: z.array(objectId).min(1).max(groupLimits.added) });

/** What came of adding a group to a room. */
export const groupAdded = z.strictObject({
  /** The room; of a direct message the new group conversation. */
  roomId: objectId,
  /** People who were not in it before. */
  added: z.number().int(),
});
export type GroupAdded = z.infer<typeof groupAdded>;
