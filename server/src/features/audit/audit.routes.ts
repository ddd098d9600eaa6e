import { auditCheckView, auditExportQuery, auditPageView, auditQuery } from '@parley/shared/audit';
import { route, type Routes } from '../../platform/http.js';
import { checkAudit, exportAudit, listAudit } from './audit.actions.js';

const types = { csv: 'text/csv; charset=utf-8', jsonl: 'application/x-ndjson' } as const;

export function mountAudit(routes: Routes): void {
  route(
    routes,
    ['get', '/audit'],
    { summary: 'Read the audit log, newest first', scope: 'admin', answer: auditPageView, query: auditQuery },
    (actor, { query }) => listAudit(actor, query),
  );
  route(
    routes,
    ['get', '/audit/export'],
    {
      summary: 'Export the audit log; the export is recorded',
      scope: 'admin',
      bytes: true,
      query: auditExportQuery,
      reads: () => 1000,
    },
    async (actor, { query, response, gone }) => {
      await exportAudit(actor, query, { stream: response, gone }, () => {
        const day = new Date().toISOString().slice(0, 10);
        response.setHeader('Content-Type', types[query.format]);
        response.setHeader('Content-Disposition', `attachment; filename="audit-log-${day}.${query.format}"`);
      });
      response.end();
    },
  );
  route(
    routes,
    ['get', '/audit/check'],
    {
      summary: 'Verify that nobody has changed the audit log',
      scope: 'admin',
      answer: auditCheckView,
      reads: () => 1000,
    },
    (actor) => checkAudit(actor),
  );
}
