import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, transformWithOxc, type Plugin } from 'vite';
import { smallerFirstLoad } from './vite.smaller.ts';
import { parsedMessages, shortKeys } from './vite.texts.ts';

const ONLY_IMPORTS = /^(\s*import\s*["'`][^"'`]+["'`];?)*\s*$/;

/** In UTF-16 units: larger chunks (emoji data, PDF) are not cached before they are used. */
const LARGEST_CACHED = 200_000;

/** The texts of the service worker, of each language: it knows no catalogues. */
const answersOf = (language: string): Record<'accept' | 'decline', string | undefined> => {
  const path = join(import.meta.dirname, `src/features/calls/text/${language}.json`);
  const texts = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  return { accept: texts['calls.accept'], decline: texts['calls.decline'] };
};
const answers = Object.fromEntries(['en', 'es', 'ar'].map((language) => [language, answersOf(language)]));

/** The service worker: one file at a fixed address, into which the list of the first room's files is written. */
const serviceWorker: Plugin = {
  name: 'parley-service-worker',
  apply: 'build',
  async generateBundle(_options, bundle) {
    const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
    const first = new Set<string>();
    const add = (name: string): void => {
      if (first.has(name)) return;
      first.add(name);
      for (const next of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) add(next);
    };
    for (const chunk of chunks) if (chunk.isEntry) add(chunk.fileName);
    // What can be opened offline is cached at once; what is large and rare is cached on first use. A chunk that only has
    // imports is left out by Vite, and the page names its imports itself.
    const parts = chunks
      .filter(({ fileName, code }) => first.has(fileName) || code.length < LARGEST_CACHED)
      .filter(({ code }) => !ONLY_IMPORTS.test(code))
      .map(({ fileName }) => fileName);
    const others = Object.keys(bundle).filter((name) => /\.css$|inter-latin-wght/.test(name));
    const shell = [...parts, ...others].sort();
    const source = join(import.meta.dirname, 'src/sw.ts');
    const { code } = await transformWithOxc(readFileSync(source, 'utf8'), source, { lang: 'ts' });
    const version = createHash('sha256')
      .update(shell.join() + code)
      .digest('hex')
      .slice(0, 12);
    this.emitFile({
      type: 'asset',
      fileName: 'sw.js',
      // A worker is a script and no module: the empty export that a type import leaves is removed.
      source: `const SHELL = ${JSON.stringify(shell)};\nconst VERSION = '${version}';\nconst ANSWERS = ${JSON.stringify(answers)};\n${code.replace(/^export \{\};?$/m, '')}`,
    });
  },
};

/** The packages that the first room needs. */
const packages =
  /node_modules\/(react|react-dom|scheduler|react-redux|@reduxjs\/toolkit|redux|redux-thunk|immer|reselect|use-sync-external-store|wouter|regexparam|mitt|virtua|socket\.io-client|socket\.io-parser|@socket\.io|engine\.io-client|engine\.io-parser|idb|intl-messageformat|@formatjs)\//;

export default defineConfig({
  root: import.meta.dirname,
  // One build for any path: scripts and styles refer to each other relatively, and the server writes its base path into the page.
  base: './',
  plugins: [shortKeys(), parsedMessages, smallerFirstLoad, serviceWorker, react(), tailwindcss()],
  resolve: {
    conditions: ['parley-source', 'module', 'browser', 'development|production'],
    alias: [
      {
        find: '@formatjs/icu-messageformat-parser',
        replacement: '@formatjs/icu-messageformat-parser/no-parser.js',
      },
      // Stand-ins for a hook of React before version 18, which wouter and Base UI still import.
      { find: /^use-sync-external-store\/shim(\/index\.js)?$/, replacement: 'react' },
      {
        find: /^use-sync-external-store\/shim\/with-selector(\.js)?$/,
        replacement: 'use-sync-external-store/with-selector.js',
      },
    ],
  },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 700,
    assetsInlineLimit: 0,
    // A browser without modulepreload finds the same modules a moment later, by their imports.
    // The entry chunks are loaded before any other chunk requests them. What opens later finds its chunks by their imports, a
    // round trip later once per release (none under the service worker): listing them all would add to the first load.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (file, names, { hostType, hostId }) =>
        hostType === 'html'
          ? names
          : // Lines below the sign-in form, which may come a moment later.
            /\/shell-/.test(hostId) || /\/(passkeySignIn|forgotPassword)-/.test(file)
            ? []
            : names.filter((name) => !/\/(rolldown-runtime|vendor|start)-/.test(name)),
    },
    rolldownOptions: {
      output: {
        // 42 bits distinguish two builds of one file; a character more is in the first load some fifty times.
        chunkFileNames: 'assets/[name]-[hash:7].js',
        // A few files before the first room instead of forty: the packages, which stay in browsers' caches from release to
        // release; what starts; what one signs in with; and with the shell the rest.
        codeSplitting: {
          groups: [
            { name: 'vendor', test: packages, priority: 4 },
            {
              name: 'start',
              test: /\/src\/(main\.tsx|(.+\/)?text\/(en-first\.json|first\.ts)|ui\/(Button|Failure|classes)\.tsx?|features\/workspace\/public\/WorkspaceSign\.tsx)$/,
              priority: 3,
            },
            // One file more for somebody who signs in, and nothing for everybody else.
            {
              name: 'field',
              test: /\/src\/(ui\/Field\.tsx|features\/session\/(secondStep\.ts|useWorkspace\.ts|public\/PasswordStrength\.tsx|text\/(text\.ts|en\.json)))$/,
              priority: 3,
            },
            { name: 'shell', test: /\/app\/Shell\.tsx$/, priority: 1 },
            // The texts of what is loaded on demand: one file instead of one for each feature.
            { name: 'texts', test: /\/client\/src\/(.+\/)?text\/(en\.json|text\.ts)$/ },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: {
      // Below any base path.
      '^(/[^?]+)?/api/v1/': 'http://localhost:3000',
      '^(/[^?]+)?/socket\\.io/': { target: 'http://localhost:3000', ws: true },
      '^(/[^?]+)?/media(/|$)': { target: 'http://localhost:3000', ws: true },
    },
  },
});
