import { objectId } from '@parley/shared/ids';
import { userView } from '@parley/shared/users';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { route, type Routes } from '../../platform/http.js';
import { forgetArrived } from './files.actions.js';
import { readPicture, removePicture, setPicture } from './pictures.actions.js';
import type { Receive } from './receive.js';

/** Below `/files`, where the cookie for pictures of a page is sent to. */
export function mountPictures(routes: Routes, receive: Receive): void {
  route(
    routes,
    ['put', '/me/picture'],
    { summary: 'Make an image your picture', answer: userView, upload: true },
    async (actor, { request, response }) => {
      await routes.server.limits.take('upload', actor.userId);
      const { path } = await receive(request, response);
      try {
        return await setPicture(actor, path);
      } finally {
        await forgetArrived(path);
      }
    },
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
      // Its time, which makes the address of each picture another.
      query: z.strictObject({ at: z.string().max(20).optional() }),
      cookie: true,
    },
    async (actor, { params, response }) => {
      const stream = await readPicture(actor, params.userId);
      response.setHeader('Content-Type', 'image/webp');
      response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
      response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
      response.setHeader('Cache-Control', 'private, max-age=604800');
      await pipeline(stream, response).catch(() => undefined);
    },
  );
}
