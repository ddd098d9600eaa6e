import type { Connection } from 'mongoose';
import { verifyChain } from '../../features/audit/audit.access.js';
import { findErased } from '../../features/users/users.access.js';
import { fault, ok, type Finding } from './finding.js';

const words = {
  missing: (number: number) => `entry ${number} is missing`,
  changed: (number: number) => `entry ${number} is not as it was written`,
  removed: (number: number) => `parts of entry ${number} were removed, and its person was not erased`,
};

/** Verifies the chain of the audit log. */
export async function auditChain(connection: Connection): Promise<Finding> {
  const { entries, broken } = await verifyChain({ connection }, (userIds) =>
    findErased({ connection }, userIds),
  );
  return broken
    ? fault(
        'audit log',
        `was changed in the database: ${words[broken.how](broken.number)}`,
        'Find out who can write to the database. Compare with a backup, or with what AUDIT_SYSLOG has received: docs/admin/audit-log.md.',
      )
    : ok('audit log', `${entries.toLocaleString('en')} entries, none changed`);
}
