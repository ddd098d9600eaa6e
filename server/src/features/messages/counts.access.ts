import { trusted, Types } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { Messages } from './messages.model.js';

const idAt = (time: Date): Types.ObjectId => Types.ObjectId.createFromTime(Math.floor(time.getTime() / 1000));

/** How many messages were sent from a time on and before another, with the notices of rooms: by their ids, so that none is read. */
export const countMessages = (server: Server, from: Date, before: Date): Promise<number> =>
  Messages(server)
    .countDocuments({ _id: trusted({ $gte: idAt(from), $lt: idAt(before) }) })
    .exec();
