import { describe, expect, it } from 'vitest';
import { startServer } from '../test/startServer.js';

const policyOf = (headers: Record<string, unknown>): Record<string, string[]> =>
  Object.fromEntries(
    String(headers['content-security-policy'])
      .split(';')
      .map((directive) => directive.trim().split(/\s+/))
      .map(([name = '', ...values]): [string, string[]] => [name, values]),
  );

describe('the headers of every answer', () => {
  it('let pages connect to this server alone, by whatever host it was asked for', async () => {
    await using server = await startServer();
    for (const host of ['chat.example.org', 'localhost:3000', '[::1]:3000', '192.168.1.7:8443']) {
      const { headers } = await server.api().get('/api/v1/workspace').set('host', host).expect(200);
      expect(policyOf(headers)['connect-src']).toEqual(["'self'", `ws://${host}`, `wss://${host}`]);
    }
  });

  it('name the address behind a proxy that hands on another host', async () => {
    await using server = await startServer({ PUBLIC_URL: 'https://chat.example.org/' });
    const { headers } = await server.api().get('/api/v1/workspace').set('host', 'backend:3000').expect(200);
    expect(policyOf(headers)['connect-src']).toContain('wss://chat.example.org');
  });

  it.each(['evil.example ; script-src *', 'a b', "x'unsafe-inline'", 'evil.example, wss:'])(
    'take nothing from a host like %j',
    async (host) => {
      await using server = await startServer();
      const { headers } = await server.api().get('/api/v1/workspace').set('host', host);
      expect(policyOf(headers)['connect-src']).toEqual(["'self'"]);
      expect(policyOf(headers)['script-src']).toEqual(["'self'"]);
    },
  );

  it('ask the browser for no place, and let only the page itself use what calls and passkeys need, on pages and answers alike', async () => {
    await using server = await startServer();
    for (const path of ['/api/v1/workspace', '/nowhere', '/health/live']) {
      const { headers } = await server.api().get(path);
      const features = String(headers['permissions-policy']).split(', ');
      for (const feature of ['geolocation', 'usb', 'payment']) expect(features).toContain(`${feature}=()`);
      for (const feature of [
        'camera',
        'microphone',
        'display-capture',
        'publickey-credentials-create',
        'publickey-credentials-get',
      ])
        expect(features).toContain(`${feature}=(self)`);
    }
  });
});
