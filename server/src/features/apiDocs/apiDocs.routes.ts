import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express from 'express';
import { basePathOf } from '../../platform/basePath.js';
import type { Routes } from '../../platform/http.js';
import { describeApi } from '../../platform/openapi.js';

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley: the API</title>
<link rel="icon" href="../../icon.svg">
<link rel="stylesheet" href="docs/swagger-ui.css">
<style>
body { margin: 0 }
/* There is one server, this one: nothing to choose. */
.swagger-ui .topbar, .swagger-ui .servers-title, .swagger-ui .servers { display: none }
/* Its own colours, darker: white on them, or they on white, could not be read. */
.swagger-ui .info .title small.version-stamp { background: #3d6b00 }
html:not(.dark-mode) .swagger-ui .info .url { color: #2b5f9e }
html:not(.dark-mode) .swagger-ui .btn.authorize { color: #1b7a4d; border-color: #1b7a4d }
html:not(.dark-mode) .swagger-ui .btn.authorize svg { fill: #1b7a4d }
.swagger-ui .opblock.opblock-get .opblock-summary-method { background: #1f69b3 }
.swagger-ui .opblock.opblock-post .opblock-summary-method { background: #1b7a4d }
.swagger-ui .opblock.opblock-put .opblock-summary-method { background: #965500 }
.swagger-ui .opblock.opblock-patch .opblock-summary-method { background: #00695c }
.swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #b3261e }
html:not(.dark-mode) .swagger-ui .parameter__in { color: #555 }
.swagger-ui .highlight-code span[style*="rgb(211, 99, 99)"] { color: #ee8d8d !important }
/* An example is as wide as the page and as tall as it is: a region that scrolls could not be reached from the keyboard. */
.swagger-ui .highlight-code > .microlight { max-height: none; white-space: pre-wrap; overflow-wrap: anywhere }
html:not(.dark-mode) .swagger-ui .json-schema-2020-12-expand-deep-button { color: #555 }
</style>
<main id="api"></main>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</html>
`;

// A file of its own: the page's policy allows no script inside it. Dark where Parley is dark in this browser, by its own
// setting or the system's. No validator: that would be a request elsewhere. No deep links: they are links within the buttons
// that open an operation, which screen readers cannot handle.
const start = `const dark = matchMedia('(prefers-color-scheme: dark)');
const theme = localStorage.getItem('parley.theme') ?? 'system';
const follow = () =>
  document.documentElement.classList.toggle('dark-mode', theme === 'system' ? dark.matches : theme === 'dark');
dark.addEventListener('change', follow);
follow();
SwaggerUIBundle({
  url: 'openapi.json', dom_id: '#api', deepLinking: false, validatorUrl: null,
  displayRequestDuration: true, tagsSorter: 'alpha', persistAuthorization: false,
});
`;

/** The description of the API, for programs and as a page; made on the first request. */
export function mountApiDocs({ router, mounted, headings, server }: Routes): void {
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  let described: string | undefined;
  router.get('/openapi.json', (_request, response) => {
    described ??= JSON.stringify(
      describeApi(mounted, { base: basePathOf(server.config.PUBLIC_URL), headings }),
    );
    response.type('json').send(described);
  });
  router.get('/docs', (_request, response) => void response.type('html').send(page));
  router.get('/docs/start.js', (_request, response) => void response.type('js').send(start));
  router.use(
    '/docs',
    express.static(assets, { index: false, redirect: false, maxAge: '1d', cacheControl: false }),
  );
}
