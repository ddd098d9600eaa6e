import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApi } from '../server/src/api.ts';
import { readConfig } from '../server/src/config.ts';
import { features } from '../server/src/features.ts';
import type { Server } from '../server/src/platform/context.ts';
import type { MountedRoute, Routes } from '../server/src/platform/http.ts';
import { describeApi } from '../server/src/platform/openapi.ts';
import { REST_TYPES, restTypes } from '../server/src/test/restTypes.ts';

/** `npm run docs:api`: writes the types of the REST API, from the routes as they are mounted. Nothing is served, so a config is all they need. */
const mounted: MountedRoute[] = [];
createApi({ config: readConfig({}) } as Server, features, mounted);
const headings = Object.assign({}, ...features.map((feature) => feature.headings)) as Routes['headings'];
const folder = join(import.meta.dirname, '..', REST_TYPES);
const files = await restTypes(describeApi(mounted, { headings }));
// A heading that is gone leaves no file behind.
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [name, text] of files) writeFileSync(join(folder, name), text);
