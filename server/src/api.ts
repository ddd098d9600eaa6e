import { AppError } from '@parley/shared/errors';
import express from 'express';
import { authenticateWith } from './authentication.js';
import { requirePlainBody } from './platform/body.js';
import type { Server } from './platform/context.js';
import type { Feature } from './platform/feature.js';
import { problemHandler, sendProblem, type MountedRoute, type Routes } from './platform/http.js';
import { originAllowed, originRefusal } from './platform/origin.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The REST API: the routes of all features behind the checks of all requests.
 * @param mounted where each route is written down, for the description of the API
 */
export function createApi(
  server: Server,
  features: readonly Feature[],
  mounted: MountedRoute[],
): express.Router {
  const api = express.Router();
  api.use((request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    // The refresh cookie is SameSite=Strict already; a foreign page gets nothing done here in any case.
    requirePlainBody(request);
    if (SAFE_METHODS.has(request.method) || originAllowed(request, server.config.PUBLIC_URL)) return next();
    sendProblem(server, originRefusal(server, request), response);
  });
  const headings = Object.assign({}, ...features.map((feature) => feature.headings)) as Routes['headings'];
  const routes: Routes = { server, router: api, mounted, headings, authenticate: authenticateWith(server) };
  for (const feature of features) feature.routes?.(routes);
  api.use((_request, response) => sendProblem(server, new AppError('not_found'), response));
  api.use(problemHandler(server));
  return api;
}
