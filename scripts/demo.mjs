import { build } from './build.mjs';

build();
await import('../server/dist/demo/main.js');
