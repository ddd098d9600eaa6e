import { once } from 'node:events';
import { objectId } from '@parley/shared/ids';
import {
  importInput,
  importPlan,
  importView,
  linksInput,
  peopleExportQuery,
  startImportInput,
} from '@parley/shared/people';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { exportPeople } from './export.actions.js';
import { checkImport, linksOf, listImports, readImport, startImport } from './imports.actions.js';

const params = z.strictObject({ importId: objectId });
const CSV = 'text/csv; charset=utf-8';

export function mountImports(routes: Routes): void {
  route(
    routes,
    ['get', '/people/export'],
    {
      summary: 'Export people as CSV; the export is recorded',
      scope: 'admin',
      bytes: true,
      query: peopleExportQuery,
      reads: () => 1000,
    },
    async (actor, { query, response, gone }) => {
      await exportPeople(actor, query, () => {
        const day = new Date().toISOString().slice(0, 10);
        response.setHeader('Content-Type', CSV);
        response.setHeader('Content-Disposition', `attachment; filename="people-${day}.csv"`);
        return async (text) => {
          if (!gone() && !response.write(text)) await once(response, 'drain');
          return !gone();
        };
      });
      response.end();
    },
  );
  route(
    routes,
    ['post', '/people/imports/check'],
    {
      summary: 'Read what an import of people would do; nothing is changed',
      scope: 'admin',
      answer: importPlan,
      body: importInput,
    },
    (actor, { body }) => checkImport(actor, body),
  );
  route(
    routes,
    ['post', '/people/imports'],
    { summary: 'Import people', answer: importView, body: startImportInput, proof: true, status: 201 },
    (actor, { body }) => startImport(actor, body),
  );
  mountProgress(routes);
}

/** How far imports are, and the links of who was imported. */
function mountProgress(routes: Routes): void {
  route(
    routes,
    ['get', '/people/imports'],
    {
      summary: 'List the latest imports of people',
      scope: 'admin',
      answer: z.strictObject({ imports: z.array(importView) }),
    },
    async (actor) => ({ imports: await listImports(actor) }),
  );
  route(
    routes,
    ['get', '/people/imports/:importId'],
    { summary: 'Read how far an import of people is', scope: 'admin', answer: importView, params },
    (actor, { params: { importId } }) => readImport(actor, importId),
  );
  route(
    routes,
    ['post', '/people/imports/:importId/links'],
    {
      summary: 'Make links for a first password, for imported people who have never signed in',
      answer: z.strictObject({ csv: z.string() }),
      body: linksInput,
      params,
      proof: true,
    },
    async (actor, { params: { importId }, body, response }) => {
      response.setHeader('Cache-Control', 'no-store');
      return { csv: await linksOf(actor, importId, body) };
    },
  );
}
