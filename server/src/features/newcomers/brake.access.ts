import { trusted } from 'mongoose';
import { refusal } from '@parley/shared/refusals';
import type { Server } from '../../platform/context.js';
import { Brakes, type BrakeDoc } from './brake.model.js';

/** The brake while it is pulled; null else. */
export const findBrake = (server: Server): Promise<BrakeDoc | null> =>
  Brakes(server)
    .findOne({ _id: 'brake', until: trusted({ $gt: new Date() }) })
    .lean()
    .exec();

/** For doors that need no invitation. @throws forbidden while only the invited come in */
export async function requireNoBrake(server: Server): Promise<void> {
  if ((await findBrake(server))?.holds === 'invitations') throw refusal('newcomers.brake');
}
