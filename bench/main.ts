import { connections } from './connections.ts';
import { fanOut } from './fanOut.ts';
import { growth } from './growth.ts';
import { nodes } from './nodes.ts';
import { page } from './page.ts';
import { search } from './search.ts';
import { sends } from './sends.ts';
import { traffic } from './traffic.ts';

/** `npm run bench [word]`: each figure beside a baseline of the same run. A word runs only the parts that contain it. */
const only = process.argv[2] ?? '';
const wanted = (name: string): boolean => name.includes(only);

process.stdout.write(`Node ${process.version}, ${new Date().toISOString().slice(0, 10)}\n`);
if (wanted('sends')) await sends();
if (wanted('fan-out')) await fanOut();
if (wanted('nodes')) await nodes();
if (wanted('growth')) await growth();
if (wanted('search')) await search();
if (wanted('page')) await page();
if (wanted('traffic')) await traffic();
if (wanted('connections')) await connections();
process.exit(0);
