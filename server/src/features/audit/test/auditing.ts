import type { AuditPageView } from '@parley/shared/audit';
import type { Person } from '../../../test/startServer.js';

/** A page of the audit log as this person reads it. @param query `?action=…` */
export const readAudit = async (person: Person, query = ''): Promise<AuditPageView> =>
  (await person.get(`/audit${query}`).expect(200)).body as AuditPageView;
