import { parse } from '@formatjs/icu-messageformat-parser';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Messages with arguments are parsed when the client is built: the parser stays out of the browser. */
const parsedMessages: Plugin = {
  name: 'parley-messages',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/src\/text\/[a-z]+\.json$/.test(id)) return;
    const messages = Object.entries(JSON.parse(code) as Record<string, string>).map(([key, message]) => [
      key,
      message.includes('{') ? parse(message, { ignoreTag: true }) : message,
    ]);
    return JSON.stringify(Object.fromEntries(messages));
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [parsedMessages, react(), tailwindcss()],
  resolve: {
    conditions: ['parley-source', 'module', 'browser', 'development|production'],
    alias: { '@formatjs/icu-messageformat-parser': '@formatjs/icu-messageformat-parser/no-parser.js' },
  },
  build: { target: 'es2022', chunkSizeWarningLimit: 700, assetsInlineLimit: 0 },
  server: {
    port: 5173,
    proxy: {
      '/api': 'http://localhost:3000',
      '/socket.io': { target: 'http://localhost:3000', ws: true },
    },
  },
});
