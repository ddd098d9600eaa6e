import { build } from './build.mjs';
import { checkTyped } from './typed.mjs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Parley needs Node 20.19 or newer; this is ${process.version}.\n`);
  process.exit(1);
}
// Settings are environment variables; an argument is a mistake, or `--help`.
if (process.argv.length > 2) await checkTyped('start');
build();
await import('../server/dist/main.js');
