import { objectId } from '@parley/shared/ids';
import { userView } from '@parley/shared/users';
import { workspaceView } from '@parley/shared/workspace';
import type { Request, Response } from 'express';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Actor, Server } from '../../platform/context.js';
import { openRoute, route, type Routes } from '../../platform/http.js';
import { forgetArrived } from './files.actions.js';
import {
  readPicture,
  readWorkspacePicture,
  removePicture,
  removeWorkspacePicture,
  setPicture,
  setWorkspacePicture,
} from './pictures.actions.js';
import type { Receive } from './receive.js';
import { sendBytes } from '../../platform/sendBytes.js';
import { uploadLimit } from './uploads.limits.js';

/** The time of the picture, so that a new one is not taken from a cache. */
const at = z.strictObject({ at: z.string().max(40).optional() });

async function send(
  server: Server,
  stream: Readable,
  { response, whose }: { response: Response; whose: 'private' | 'public' },
): Promise<void> {
  response.setHeader('Content-Type', 'image/webp');
  response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Cache-Control', `${whose}, max-age=604800`);
  await sendBytes(server, { stream, what: 'picture' }, response);
}

/** Below `/files`, the path of the cookie for pictures in a page. */
export function mountPictures(routes: Routes, receive: Receive): void {
  /** Receives one image, passes it on, and removes the temporary file. */
  const taking =
    <T>(make: (actor: Actor, path: string) => Promise<T>) =>
    async (actor: Actor, { request, response }: { request: Request; response: Response }): Promise<T> => {
      await routes.server.limits.take(uploadLimit, actor.userId, actor.limitsUsed);
      const { path } = await receive(actor.userId, request, response);
      try {
        return await make(actor, path);
      } finally {
        await forgetArrived(path);
      }
    };

  route(
    routes,
    ['put', '/me/picture'],
    { summary: 'Make an image your picture', answer: userView, upload: true },
    taking(setPicture),
  );
  route(routes, ['delete', '/me/picture'], { summary: 'Remove your picture', answer: userView }, (actor) =>
    removePicture(actor),
  );
  route(
    routes,
    ['get', '/files/people/:userId'],
    {
      summary: 'Read somebody’s picture',
      bytes: true,
      params: z.strictObject({ userId: objectId }),
      query: at,
      cookie: true,
    },
    async (actor, { params, response }) =>
      await send(routes.server, await readPicture(actor, params.userId), { response, whose: 'private' }),
  );
  route(
    routes,
    ['put', '/workspace/picture'],
    { summary: 'Make an image the workspace’s picture', answer: workspaceView, upload: true, proof: true },
    taking(setWorkspacePicture),
  );
  route(
    routes,
    ['delete', '/workspace/picture'],
    { summary: 'Remove the workspace’s picture', answer: workspaceView, proof: true },
    (actor) => removeWorkspacePicture(actor),
  );
  openRoute(
    routes,
    ['get', '/workspace/picture'],
    { summary: 'Read the workspace’s picture', bytes: true, query: at },
    async ({ response }) =>
      await send(routes.server, await readWorkspacePicture(routes.server), { response, whose: 'public' }),
  );
}
