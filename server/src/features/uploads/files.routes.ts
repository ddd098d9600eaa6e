import { fileView } from '@parley/shared/files';
import { invalidField } from '@parley/shared/faults';
import { clientId, objectId } from '@parley/shared/ids';
import { limits } from '@parley/shared/limits';
import { boundedText } from '@parley/shared/boundedText';
import { create as contentDisposition } from 'content-disposition';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { loadRoomFor } from '../rooms/rooms.access.js';
import { requireUnmuted } from '../users/mutes.access.js';
import { filterText } from '../wordFilter/wordFilter.access.js';
import { loadFile } from './files.access.js';
import { bytesKey, discardUpload, forgetArrived, storeUpload, thumbnailKey } from './files.actions.js';
import type { FileDoc } from './files.model.js';
import { requireSpace } from './files.space.js';
import { viewFile } from './files.view.js';
import { mountPictures } from './pictures.routes.js';
import { createReceive, type Receive } from './receive.js';
import { sendBytes } from '../../platform/sendBytes.js';
import { uploadLimit } from './uploads.limits.js';

const fileParams = z.strictObject({ fileId: objectId });
const fileName = boundedText(1, limits.fileName);
/** Removes folders, and control characters of terminals and of the text direction, from a name. */
const cleanName = (name: string): string =>
  name
    .replace(/^.*[\\/]/s, '')
    .replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();

/** Not cached beyond the session: a shared computer must not show files after signing out. */
function describe(response: Response, file: FileDoc, thumbnail: boolean): void {
  const type = thumbnail ? 'image/webp' : file.type;
  const shown = file.kind !== 'document';
  response.setHeader('Content-Type', type === 'text/plain' ? 'text/plain; charset=utf-8' : type);
  response.setHeader(
    'Content-Disposition',
    contentDisposition(file.name, { type: shown ? 'inline' : 'attachment' }),
  );
  response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Cache-Control', 'no-store, no-transform');
  response.setHeader('ETag', `"${String(file._id)}${thumbnail ? '-t' : ''}"`);
}

/** The requested range; undefined for the whole file, which several ranges get too. */
function rangeOf(
  request: Request,
  bytes: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const ranges = request.range(bytes);
  if (ranges === -1) return 'unsatisfiable';
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1)
    return undefined;
  return ranges[0];
}

async function sendFile(routes: Routes, file: FileDoc, request: Request, response: Response): Promise<void> {
  describe(response, file, false);
  response.setHeader('Accept-Ranges', 'bytes');
  if (request.fresh) return void response.status(304).end();
  const range = rangeOf(request, file.bytes);
  if (range === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${file.bytes}`);
    return void response.status(416).end();
  }
  const stream = await routes.server.files.read(bytesKey(file), range);
  if (range) {
    response.status(206).setHeader('Content-Range', `bytes ${range.start}-${range.end}/${file.bytes}`);
    response.setHeader('Content-Length', range.end - range.start + 1);
  } else response.setHeader('Content-Length', file.bytes);
  await sendBytes(routes.server, { stream, what: bytesKey(file) }, response);
}

export function mountFiles(routes: Routes): void {
  const receive = createReceive(routes.server.config);
  mountPictures(routes, receive);
  mountUpload(routes, receive);
  mountFile(routes);
}

function mountUpload(routes: Routes, receive: Receive): void {
  route(
    routes,
    ['post', '/rooms/:roomId/files'],
    {
      repeatable: true,
      summary: 'Upload a file to a room, to be sent with a message',
      upload: true,
      answer: fileView,
      params: z.strictObject({ roomId: objectId }),
    },
    async (actor, { params, request, response }) => {
      const key = clientId.safeParse(request.get('idempotency-key') ?? crypto.randomUUID());
      if (!key.success) throw invalidField('Idempotency-Key', 'uuid');
      // Before the first byte is received: an outsider must not be able to fill the disk.
      await routes.server.limits.take(uploadLimit, actor.userId, actor.limitsUsed);
      await loadRoomFor(actor, params.roomId, 'upload');
      await requireUnmuted(actor, params.roomId);
      // And nobody needs to send what could not be stored.
      await requireSpace(actor, 1);
      const received = await receive(actor.userId, request, response);
      try {
        const name = fileName.safeParse(cleanName(received.name));
        if (!name.success) throw invalidField('file', 'fileName', { most: limits.fileName });
        const { file, fresh } = await storeUpload(actor, {
          roomId: params.roomId,
          clientId: key.data,
          name: await filterText(routes.server, name.data),
          path: received.path,
        });
        response.status(fresh ? 201 : 200);
        return file;
      } finally {
        await forgetArrived(received.path);
      }
    },
  );
}

/** One file, by its id. */
function mountFile(routes: Routes): void {
  const { server } = routes;
  route(
    routes,
    ['get', '/files/:fileId'],
    { summary: 'Read a file; ranges are understood', bytes: true, params: fileParams, cookie: true },
    async (actor, input) => {
      const file = await loadFile(actor, input.params.fileId);
      await sendFile(routes, file, input.request, input.response);
    },
  );

  route(
    routes,
    ['get', '/files/:fileId/thumbnail'],
    { summary: 'Read a small picture of a file', bytes: true, params: fileParams, cookie: true },
    async (actor, { params, request, response }) => {
      const file = await loadFile(actor, params.fileId);
      if (!file.hasThumbnail) throw invalidField('fileId', 'noThumbnail');
      describe(response, file, true);
      if (request.fresh) return void response.status(304).end();
      const what = thumbnailKey(file);
      await sendBytes(server, { stream: await server.files.read(what), what }, response);
    },
  );

  route(
    routes,
    ['get', '/files/:fileId/info'],
    { summary: 'Read what is known about a file', answer: fileView, params: fileParams },
    async (actor, { params }) => viewFile(await loadFile(actor, params.fileId)),
  );

  route(
    routes,
    ['delete', '/files/:fileId'],
    { summary: 'Discard a file that was not sent', params: fileParams },
    (actor, { params }) => discardUpload(actor, params.fileId),
  );
}
