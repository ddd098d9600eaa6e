import { build } from './build.mjs';
import { checkTyped } from './typed.mjs';

/** `npm run backup` and its like: parses the arguments, builds what is stale, then runs that command of the server. */
const files = {
  demo: 'demo/main.js',
  'db:move': 'operations/dbMove.js',
  'files:move': 'operations/filesMove.js',
};
const [name = ''] = process.argv.splice(2, 1);

await checkTyped(name);
build();
await import(`../server/dist/${files[name] ?? `operations/${name}.js`}`);
