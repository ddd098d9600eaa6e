import { trusted } from 'mongoose';
import type { Server } from '../../platform/context.js';
import { AuditEntries } from './audit.model.js';

/** Removes what entries have of a person beyond the id. The hashes stay valid: they cover the seals. Idempotent. */
export async function erasePersonal(server: Server, userId: string): Promise<void> {
  const there = trusted({ $exists: true });
  await AuditEntries(server).updateMany({ person: userId, origin: there }, { $unset: { origin: 1 } });
  await AuditEntries(server).updateMany({ about: userId, personal: there }, { $unset: { personal: 1 } });
}
