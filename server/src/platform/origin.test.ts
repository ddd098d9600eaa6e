import { connectionView } from '@parley/shared/connection';
import { describe, expect, it } from 'vitest';
import { ServerProcess } from '../test/serverProcess.js';
import { startServer } from '../test/startServer.js';

const body = { login: 'nobody', password: 'no password of anybody' };

describe('a page whose address is not the server’s', () => {
  it('hears which headers do not agree and what to do, and so does the log, once for each', async () => {
    await using server = await ServerProcess.start({
      LOG_LEVEL: 'warn',
      PUBLIC_URL: 'https://chat.example.org',
    });
    const from = (origin: string) =>
      server.api().post('/auth/login').set('origin', origin).set('host', 'inside:3000').send(body);
    const refused = await from('https://other.example.org').expect(403);
    const { detail } = refused.body as { detail: string };
    for (const word of ['Origin', 'Host', 'PUBLIC_URL']) expect(detail).toContain(word);
    await from('https://other.example.org').expect(403);
    // The page of PUBLIC_URL, whatever Host the proxy sends.
    await from('https://chat.example.org').expect(401);
    const lines = server.output.split('\n').filter((line) => line.includes('a page was refused'));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      origin: 'https://other.example.org',
      host: 'inside:3000',
      publicUrl: 'https://chat.example.org',
    });
  });

  it('can be seen in what a request looks like to the server, as can whom it takes one for', async () => {
    await using app = await startServer({ TRUSTED_PROXIES: '1', PUBLIC_URL: 'https://chat.example.org' });
    const requested = async (headers: Record<string, string>) =>
      connectionView.parse((await app.api().get('/api/v1/connection').set(headers).expect(200)).body);
    expect(await requested({})).toMatchObject({ address: '127.0.0.1', secure: false, forwarded: false });
    expect(await requested({ origin: 'https://evil.example' })).toMatchObject({ originAllowed: false });
    const proxied = {
      origin: 'https://chat.example.org',
      'x-forwarded-for': '203.0.113.7, 198.51.100.1',
      'x-forwarded-proto': 'https',
    };
    expect(await requested(proxied)).toMatchObject({
      address: '198.51.100.1',
      secure: true,
      originAllowed: true,
      forwarded: true,
      trustedProxies: 1,
    });
  });
});
