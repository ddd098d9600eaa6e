import { objectId } from '@parley/shared/ids';
import {
  assignInput,
  closeReportInput,
  reportDetails,
  reportInput,
  reportNoteInput,
  reportPage,
  reportsQuery,
} from '@parley/shared/moderation/moderation';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { addNote, assignReport, closeReport, readReport } from './handling.actions.js';
import { reportMessage, reportPerson } from './reporting.actions.js';
import { listReports } from './reports.access.js';
import { viewReports } from './reports.view.js';

const reportParams = z.strictObject({ reportId: objectId });

/** Reporting, for everybody. */
export function mountReporting(routes: Routes): void {
  route(
    routes,
    ['post', '/messages/:messageId/reports'],
    {
      summary: 'Report a message to the moderators; again changes your open report',
      params: z.strictObject({ messageId: objectId }),
      body: reportInput,
    },
    (actor, { params, body }) => reportMessage(actor, params.messageId, body),
  );
  route(
    routes,
    ['post', '/users/:userId/reports'],
    {
      summary: 'Report a person to the moderators; again changes your open report',
      params: z.strictObject({ userId: objectId }),
      body: reportInput,
    },
    (actor, { params, body }) => reportPerson(actor, params.userId, body),
  );
}

/** Handling reports, for moderators. */
export function mountHandling(routes: Routes): void {
  route(
    routes,
    ['get', '/reports'],
    {
      summary: 'List reports, the newest first, without those about you or your superiors',
      scope: 'admin',
      query: reportsQuery,
      reads: ({ limit }) => limit,
      answer: reportPage,
    },
    async (actor, { query }) => {
      const found = await listReports(actor, query);
      return {
        reports: await viewReports(actor, found),
        next: found.length === query.limit ? String(found.at(-1)?._id) : null,
      };
    },
  );
  route(
    routes,
    ['get', '/reports/:reportId'],
    {
      summary: 'Read a report with its evidence and the history of its person',
      scope: 'admin',
      params: reportParams,
      answer: reportDetails,
    },
    (actor, { params }) => readReport(actor, params.reportId),
  );
  mountChanges(routes);
}

function mountChanges(routes: Routes): void {
  route(
    routes,
    ['patch', '/reports/:reportId'],
    {
      summary: 'Take a report upon yourself, or give it back',
      scope: 'admin',
      params: reportParams,
      body: assignInput,
      answer: reportDetails,
    },
    (actor, { params, body }) => assignReport(actor, params.reportId, body),
  );
  route(
    routes,
    ['post', '/reports/:reportId/notes'],
    {
      summary: 'Add a note that moderators see',
      scope: 'admin',
      params: reportParams,
      body: reportNoteInput,
      answer: reportDetails,
    },
    (actor, { params, body }) => addNote(actor, params.reportId, body.text),
  );
  route(
    routes,
    ['post', '/reports/:reportId/close'],
    {
      summary: 'Close a report with an outcome',
      scope: 'admin',
      params: reportParams,
      body: closeReportInput,
      answer: reportDetails,
    },
    (actor, { params, body }) => closeReport(actor, params.reportId, body),
  );
}
