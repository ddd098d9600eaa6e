import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApi } from '../server/src/api.ts';
import { readConfig } from '../server/src/config.ts';
import { features } from '../server/src/features.ts';
import type { Server } from '../server/src/platform/context.ts';
import type { MountedRoute } from '../server/src/platform/http.ts';
import { describeApi } from '../server/src/platform/openapi.ts';
import { REST_TYPES, restTypes } from '../server/src/test/restTypes.ts';

/** `npm run docs:api`: writes the types of the REST API, from the routes as they are mounted. Nothing is served, so a config is all they need. */
const mounted: MountedRoute[] = [];
createApi({ config: readConfig({}) } as Server, features, mounted);
writeFileSync(join(import.meta.dirname, '..', REST_TYPES), await restTypes(describeApi(mounted)));
