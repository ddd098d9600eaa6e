import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Both sides from source: the server restarts on a change, the client is replaced in the page. */
/** With a path, `PUBLIC_URL=http://localhost:5173/chat`, everything is below it. */
const publicUrl = process.env.PUBLIC_URL ?? 'http://localhost:5173';
const root = join(import.meta.dirname, '..');
const server = spawn(
  process.execPath,
  ['--conditions=parley-source', '--import', 'tsx', '--watch', 'server/src/main.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PORT: process.env.PORT ?? '3000', PUBLIC_URL: publicUrl },
  },
);
const { pathname } = new URL(publicUrl);
const client = spawn(join(root, 'node_modules/.bin/vite'), ['--base', pathname.replace(/\/?$/, '/')], {
  cwd: join(root, 'client'),
  stdio: 'inherit',
});
const stop = () => {
  server.kill();
  client.kill();
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
server.on('exit', stop);
client.on('exit', stop);
