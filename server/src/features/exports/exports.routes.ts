import { dataPolicy, exportKey, exportLink, exportView } from '@parley/shared/exports';
import { objectId } from '@parley/shared/ids';
import { create as contentDisposition } from 'content-disposition';
import type { Response } from 'express';
import { z } from 'zod';
import type { Server } from '../../platform/context.js';
import { route, type Routes } from '../../platform/http.js';
import { archiveKey } from './exports.change.js';
import {
  createLink,
  listExports,
  loadArchive,
  openLink,
  readPolicy,
  removeExport,
  startExport,
  startWorkspaceExport,
} from './exports.actions.js';
import type { ExportDoc } from './exports.model.js';
import { sendBytes } from '../../platform/sendBytes.js';

const params = z.strictObject({ exportId: objectId });

async function send(server: Server, doc: ExportDoc, response: Response): Promise<void> {
  const what = archiveKey(doc);
  const stream = await server.files.read(what);
  const name = `parley-${doc.kind}-${doc.createdAt.toISOString().slice(0, 10)}.zip`;
  response.setHeader('Content-Type', 'application/zip');
  response.setHeader('Content-Disposition', contentDisposition(name));
  response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Cache-Control', 'no-store, no-transform');
  if (doc.bytes !== null) response.setHeader('Content-Length', doc.bytes);
  await sendBytes(server, { stream, what }, response);
}

export function mountExports(routes: Routes): void {
  route(
    routes,
    ['post', '/me/exports'],
    {
      summary: 'Start an export of your data; it is made in the background',
      status: 201,
      answer: exportView,
      personal: true,
      proof: true,
    },
    (actor) => startExport(actor, 'own'),
  );
  route(
    routes,
    ['post', '/workspace/exports'],
    {
      summary: 'Start an export of the workspace, as an owner; it is listed and downloaded as your own',
      status: 201,
      answer: exportView,
      scope: 'admin',
      proof: true,
    },
    (actor) => startWorkspaceExport(actor),
  );
  route(
    routes,
    ['get', '/me/exports'],
    {
      summary: 'List your exports',
      answer: z.strictObject({ exports: z.array(exportView) }),
      personal: true,
    },
    async (actor) => ({ exports: await listExports(actor) }),
  );
  route(
    routes,
    ['delete', '/me/exports/:exportId'],
    { summary: 'Cancel an export, or delete its archive', params, personal: true },
    (actor, input) => removeExport(actor, input.params.exportId),
  );
  route(
    routes,
    ['get', '/data-policy'],
    { summary: 'Read how this server treats data', answer: dataPolicy },
    (actor) => Promise.resolve(readPolicy(actor.server)),
  );
  mountDownloads(routes);
}

function mountDownloads(routes: Routes): void {
  const { server } = routes;
  route(
    routes,
    ['post', '/me/exports/:exportId/link'],
    {
      summary: 'Get a link for one download within a minute, in the browser of this session',
      params,
      answer: exportLink,
      personal: true,
      proof: true,
    },
    (actor, input) => createLink(actor, input.params.exportId),
  );
  route(
    routes,
    ['get', '/me/exports/:exportId/archive'],
    { summary: 'Download an export', params, bytes: true, personal: true, proof: true },
    async (actor, input) => {
      await send(server, await loadArchive(actor, input.params.exportId), input.response);
    },
  );
  route(
    routes,
    ['get', '/files/exports/:key'],
    {
      summary: 'Follow a link to an export: it works once, together with the cookie of its session',
      params: z.strictObject({ key: exportKey }),
      bytes: true,
      cookie: true,
      personal: true,
    },
    async (actor, input) => {
      await send(server, await openLink(actor, input.params.key), input.response);
    },
  );
}
