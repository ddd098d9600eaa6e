import { groupLimits } from '@parley/shared/groups';
import { trusted, Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { Groups, type GroupDoc } from './groups.model.js';

export type { GroupDoc };

/** Groups by their ids, without a permission check. */
export const findGroups = (server: Server, groupIds: string[]): Promise<GroupDoc[]> =>
  Groups(server)
    .find({ _id: trusted({ $in: groupIds }) })
    .lean()
    .exec();

/** All groups, by handle, without a permission check. */
export const listGroups = (server: Server): Promise<GroupDoc[]> =>
  Groups(server).find({}).sort({ handle: 1 }).limit(groupLimits.groups).lean().exec();

/** The groups that a provisioning program knows by this id; it need not be unique. */
export const findGroupsByExternalId = (server: Server, externalId: string): Promise<GroupDoc[]> =>
  Groups(server).find({ externalId }).limit(groupLimits.groups).lean().exec();

/** The groups a person is in. */
export const listGroupsWith = (server: Server, userId: string): Promise<GroupDoc[]> =>
  Groups(server)
    .find({ memberIds: new Types.ObjectId(userId) })
    .limit(groupLimits.groups)
    .lean()
    .exec();
