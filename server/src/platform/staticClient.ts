import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type RequestHandler, type Router } from 'express';
import { basePathOf } from './basePath.js';

/** CSP hashes of the inline scripts of the page: only the theme, which must be set before the first paint. */
export function inlineScriptHashes(folder: string): string[] {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return [];
  const scripts = readFileSync(page, 'utf8').matchAll(/<script>([\s\S]*?)<\/script>/g);
  return [...scripts].map(
    ([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`,
  );
}

/**
 * The page with the addresses of its files. They are built relative, which works for scripts and styles at any path; but the
 * page itself is served for deep paths too.
 */
const withBase = (page: string, base: string): string => page.replaceAll(/(href|src)="\.\//g, `$1="${base}/`);

/** `/chat` to `/chat/`: the scope of the page's worker does not include the former. */
const redirectToBase =
  (base: string): RequestHandler =>
  (request, response) => {
    const query = request.url.indexOf('?');
    response.redirect(308, `${base}/${query < 0 ? '' : request.url.slice(query)}`);
  };

/**
 * Serves the built client: hashed assets with a cache for ever, the page itself always fresh, and for every path of the app.
 *
 * @param publicUrl the setting, whose path is put before all addresses in the page
 */
export function staticClient(folder: string, publicUrl: string | undefined): Router {
  const router = express.Router();
  const base = basePathOf(publicUrl);
  if (base !== '') router.get(base, redirectToBase(base));
  router.use(
    '/assets',
    express.static(join(folder, 'assets'), {
      immutable: true,
      maxAge: '365d',
      index: false,
      redirect: false,
      fallthrough: true,
    }),
    (_request, response) => void response.status(404).end(),
  );
  router.use(express.static(folder, { index: false, redirect: false, maxAge: '1h' }));
  router.get('/{*path}', async (request, response, next) => {
    if (!request.accepts('html')) return next();
    // Read each time: an update may have replaced it, and its old names are gone.
    const page = await readFile(join(folder, 'index.html'), 'utf8');
    response.setHeader('Cache-Control', 'no-cache');
    response.type('html').send(withBase(page, base));
  });
  return router;
}
