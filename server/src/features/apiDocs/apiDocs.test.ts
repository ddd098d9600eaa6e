import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { startServer } from '../../test/startServer.js';

interface Document {
  openapi: string;
  paths: Record<string, Record<string, { summary: string; operationId: string; responses: object }>>;
  components: { schemas: Record<string, { additionalProperties?: boolean; example?: unknown }> };
}

describe('the description of the API', () => {
  it('names every route once, with a summary, its errors, and schemas that let nothing else in', async () => {
    await using app = await startServer();
    const document = (await app.api().get('/api/v1/openapi.json').expect(200)).body as Document;
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(operations.length).toBeGreaterThan(45);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { summary, responses } of operations) {
      expect(summary).toMatch(/\S/);
      expect(responses).toHaveProperty('default');
    }
    for (const name of ['Message', 'Room', 'User', 'Me', 'Problem', 'Sync'])
      expect(document.components.schemas[name]?.additionalProperties, name).toBe(false);
    const ajv = new Ajv2020({ strict: false });
    ajv.addFormat('date-time', true).addFormat('uuid', true).addFormat('email', true);
    ajv.addSchema(document, 'api');
    for (const name of Object.keys(document.components.schemas))
      expect(() => ajv.compile({ $ref: `api#/components/schemas/${name}` })).not.toThrow();
  });

  it('is shown on a page that asks nothing of anybody else', async () => {
    await using app = await startServer();
    const page = await app.api().get('/api/v1/docs').expect(200).expect('content-type', /html/);
    const links = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = '']) => link);
    expect(links.length).toBe(4);
    for (const link of links) {
      expect(link).not.toMatch(/^(https?:)?\/\//);
      if (link.startsWith('docs/')) await app.api().get(`/api/v1/${link}`).expect(200);
    }
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
  });
});
