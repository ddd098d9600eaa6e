import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { REST_TYPES, restTypes } from '../../test/restTypes.js';
import { startServer } from '../../test/startServer.js';

it(`${REST_TYPES} is what the routes say (npm run docs:api)`, async () => {
  await using server = await startServer();
  const { text } = await server.api().get('/api/v1/openapi.json').expect(200);
  const document = JSON.parse(text) as Parameters<typeof restTypes>[0];
  const folder = join(import.meta.dirname, '../../../..', REST_TYPES);
  const written = readdirSync(folder).map((name): [string, string] => [
    name,
    readFileSync(join(folder, name), 'utf8'),
  ]);
  expect(Object.fromEntries(written)).toEqual(Object.fromEntries(await restTypes(document)));
});
