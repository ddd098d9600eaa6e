import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApi } from '../server/src/api.ts';
import { readConfig } from '../server/src/config.ts';
import { features } from '../server/src/features.ts';
import type { Server } from '../server/src/platform/context.ts';
import type { MountedRoute, Routes } from '../server/src/platform/http.ts';
import { describeApi } from '../server/src/platform/openapi.ts';
import { REST_TYPES, restTypes } from '../server/src/test/restTypes.ts';

/** `npm run docs:api`: writes the types of the REST API, from the mounted routes. Nothing is served, so they only need a config. */
const mounted: MountedRoute[] = [];
createApi({ config: readConfig({}) } as Server, features, mounted);
const headings = Object.assign({}, ...features.map((feature) => feature.headings)) as Routes['headings'];
const folder = join(import.meta.dirname, '..', REST_TYPES);
const files = await restTypes(describeApi(mounted, { headings }));
// A removed heading must leave no file.
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [name, text] of files) writeFileSync(join(folder, name), text);
