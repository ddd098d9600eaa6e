import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { Groups, type GroupDoc } from './groups.model.js';

/** Groups by their ids, without a permission check. */
export const findGroups = (server: Server, groupIds: string[]): Promise<GroupDoc[]> =>
  Groups(server)
    .find({ _id: trusted({ $in: groupIds }) })
    .lean()
    .exec();
