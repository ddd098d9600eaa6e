import { build } from './build.mjs';

/** `npm run backup` and its like: builds what is stale, then runs that command of the server. */
const [name = ''] = process.argv.splice(2, 1);
build();
await import(`../server/dist/operations/${name}.js`);
