import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import type { Test } from 'supertest';
import { describe, expect, it } from 'vitest';
import { LyingProvider } from './features/openid/test/lyingProvider.js';
import { createLog } from './platform/log.js';
import { startServer, type TestServer } from './test/startServer.js';

/** Ends of lines as somebody or something takes them, a terminal's commands (as 7 and 8 bits), and signs that turn text around. */
const SIGNS =
  '\n\r\u0000\u000b\u000c\u001b[2J\u001b]0;x\u0007\u007f\u0085\u009b31m\u2028\u2029\u202e\u2066\u200f\u061c\ufeff';
const FORGED = '{"level":30,"event":"sign_in","address":"203.0.113.66","userId":"forged"}';
const EVIL = `x${SIGNS}\r\n${FORGED}\n`;
/** What must not stand in a line as it is. */
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

function expectPlain(written: readonly string[]): Record<string, unknown>[] {
  return written.map((line) => {
    expect(line.endsWith('\n')).toBe(true);
    expect(line.slice(0, -1)).not.toMatch(unsafe);
    return JSON.parse(line) as Record<string, unknown>;
  });
}

/** A request whose head has what a client may send, which is more than libraries let one write. */
const raw = (server: TestServer, path: string, headers: OutgoingHttpHeaders, body = ''): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const method = body === '' ? 'GET' : 'POST';
    httpRequest({ hostname, port, path, method, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    })
      .on('error', reject)
      .end(body);
  });

/** Has an answer read as text, whatever its type. */
const asText = (test: Test): Test =>
  test.buffer(true).parse((stream, done) => {
    let text = '';
    stream.on('data', (part: Buffer) => (text += part.toString()));
    stream.on('end', () => done(null, text));
  });

describe('whatever somebody has typed, sent or is called', () => {
  it('is one line of the log, without an effect on what shows it', () => {
    const written: string[] = [];
    const log = createLog('info', { write: (line) => void written.push(line) });
    log.info({ name: EVIL, [EVIL]: { inner: [EVIL] } }, EVIL);
    log.error({ err: Object.assign(new Error(EVIL), { code: EVIL, cause: new TypeError(EVIL) }) }, 'failed');
    log.child({ of: EVIL }).warn('%s', EVIL);
    expect(written).toHaveLength(3);
    const [first, second, third] = expectPlain(written);
    // And it is read again as it was.
    expect(first).toMatchObject({ name: EVIL, msg: EVIL, [EVIL]: { inner: [EVIL] } });
    expect(second).toMatchObject({ err: { code: EVIL }, msg: 'failed' });
    expect(third).toMatchObject({ of: EVIL, msg: EVIL });
  });

  it('forges no line by a header, a path, a login, a name or the error of a provider', async () => {
    const written: string[] = [];
    await using provider = await LyingProvider.start();
    await using server = await startServer(
      {
        LOG_LEVEL: 'info',
        TRUSTED_PROXIES: '1',
        PUBLIC_URL: 'https://chat.example.org',
        OIDC_PROVIDERS: JSON.stringify([provider.settingOf('it')]),
      },
      undefined,
      { write: (line) => void written.push(line) },
    );
    const { alice, bob } = await server.cast();
    const before = written.length;
    const latin = Buffer.from(`\u0085\u009b31m${FORGED}`, 'latin1').toString('latin1');
    const encoded = encodeURIComponent(EVIL);
    for (const name of ['user-agent', 'x-request-id', 'origin', 'x-forwarded-for', 'referer', 'cookie'])
      await raw(
        server,
        '/api/v1/auth/login',
        { 'content-type': 'application/json', [name]: latin },
        JSON.stringify({ login: EVIL, password: EVIL }),
      );
    for (const path of [
      `/api/v1/${encoded}`,
      `/api/v1/users/${encoded}`,
      `/api/v1/hooks/${encoded}/${encoded}`,
      `/scim/v2/Users?filter=${encoded}`,
      `/api/v1/auth/openid/${encoded}/begin`,
      `/api/v1/auth/openid/it/begin?returnTo=${encoded}`,
    ])
      await raw(server, path, { authorization: `Bearer ${latin}` });
    // The provider's error goes through this browser, and into the log.
    const begun = await server.api().get('/api/v1/auth/openid/it/begin').expect(302);
    const state = new URL(begun.headers['location'] as string).searchParams.get('state') ?? '';
    const cookie = ([begun.headers['set-cookie']].flat() as string[])
      .map((one) => one.split(';')[0])
      .join('; ');
    await server
      .api()
      .get(`/api/v1/auth/openid/it/callback?state=${state}&error=server_error&error_description=${encoded}`)
      .set('cookie', cookie)
      .expect(302);
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    const lines = expectPlain(written).slice(before);
    expect(lines.filter(({ event }) => event === 'sign_in')).toEqual([]);
    expect(lines.filter(({ event }) => event === 'openid_refused')).toHaveLength(1);
    expect(lines.filter(({ event }) => event === 'role_changed')).toHaveLength(1);
    for (const { address } of lines.filter(({ event }) => event !== undefined))
      expect(String(address)).not.toContain('203.0.113.66');
  });

  it('is one line of an export of the audit log, and no formula of a table', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const names = [
      'Bob\u2028{"number":1}\u0085\u009b31m\u202e',
      '=HYPERLINK("https://evil.example")',
      '＝1+1',
      '@SUM(A1)',
    ];
    for (const displayName of names)
      await alice.patch(`/users/${bob.userId}/account`, { displayName }).expect(200);
    const read = async (format: string): Promise<string> => {
      const path = `/audit/export?format=${format}`;
      const answer = await asText(alice.get(path)).expect(200);
      return answer.body as string;
    };
    const jsonl = await read('jsonl');
    const entries = jsonl.split('\n').slice(0, -1);
    for (const entry of entries) expect(entry).not.toMatch(unsafe);
    const renamed = entries
      .map((entry) => JSON.parse(entry) as { action: string; after?: { displayName?: string } })
      .filter(({ action }) => action === 'person.changed');
    expect(renamed.map(({ after }) => after?.displayName).sort()).toEqual([...names].sort());
    const csv = await read('csv');
    // Every cell is quoted: what begins one is its first sign.
    expect(csv).not.toMatch(/(^|,|\r\n)"[=+\-@\t\r\n＝＋－＠]/);
    const people = await asText(alice.get('/people/export')).expect(200);
    expect(people.body as string).not.toMatch(/(^|,|\r\n)"[=+\-@\t\r\n＝＋－＠]/);
    expect(people.body as string).toContain(`"'@SUM(A1)"`);
  });
});
