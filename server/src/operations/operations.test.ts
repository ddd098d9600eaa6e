import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import type { MessageView } from '@parley/shared/messages';
import { describe, expect, inject, it } from 'vitest';
import { bearer, expectWhole, folderOf, operate, texts, workspace } from '../test/operate.js';
import { ServerProcess } from '../test/serverProcess.js';

describe('a backup', () => {
  it('of a running server that is being written to comes back whole, with files, and everybody signed in', async () => {
    await using server = await ServerProcess.start({ RATE_LIMITS: 'false' });
    const place = await workspace(server);
    const folder = await folderOf();
    const archive = join(folder, 'backup.tar.gz');
    const stop = new AbortController();
    const written: string[] = [];
    const writer = (async () => {
      while (!stop.signal.aborted) {
        const answer = await server
          .api()
          .post(`/rooms/${place.roomId}/messages`)
          .set(...bearer(place.token))
          .set('idempotency-key', randomUUID())
          .send({ text: 'meanwhile' });
        written.push((answer.body as MessageView).messageId);
      }
    })();
    const made = await operate('backup', ['--to', archive], { PARLEY_DATA: server.folder });
    stop.abort();
    await writer;
    expect(made).toMatchObject({ code: 0, out: { to: archive, files: 1 } });
    expect(written.length).toBeGreaterThan(0);

    const restored = await folderOf();
    expect(await operate('restore', ['--from', archive], { PARLEY_DATA: restored })).toMatchObject({
      code: 0,
    });
    await using again = await ServerProcess.start({ RATE_LIMITS: 'false' }, restored);
    const there = { ...place, server: again };
    await expectWhole(there, 30);
    // A snapshot: the messages sent meanwhile are there up to some point, without a gap.
    const said = await texts(there);
    expect(said.slice(-said.filter((text) => text === 'meanwhile').length || said.length)).not.toContain(
      'message 29',
    );
    await again
      .api()
      .post(`/rooms/${place.roomId}/messages`)
      .set(...bearer(place.token))
      .send({ text: 'and on' })
      .expect(201);
    await again.stop();
    // Over an existing workspace only with --force, and never half.
    expect(await operate('restore', ['--from', archive], { PARLEY_DATA: restored })).toMatchObject({
      code: 1,
      error: expect.stringContaining('--force') as string,
    });
    const broken = join(folder, 'broken.tar.gz');
    await writeFile(broken, readFileSync(archive).subarray(0, 400));
    expect(await operate('restore', ['--from', broken, '--force'], { PARLEY_DATA: restored })).toMatchObject({
      code: 1,
    });
    await using still = await ServerProcess.start({ RATE_LIMITS: 'false' }, restored);
    expect(await texts({ ...place, server: still })).toContain('and on');
    await rm(folder, { recursive: true, force: true });
  }, 300_000);
});

describe('moving to a MongoDB', () => {
  it('copies everything, agrees in counts and checksums, may be repeated, and spares another workspace', async () => {
    await using server = await ServerProcess.start({ RATE_LIMITS: 'false' });
    const place = await workspace(server);
    const uri = inject('mongoUri').replace(/\/[^/?]*(\?|$)/, `/move${randomBytes(4).toString('hex')}$1`);
    const environment = { PARLEY_DATA: server.folder };
    const running = await operate('dbMove', ['--to', uri], environment);
    expect(running).toMatchObject({
      code: 1,
      error: expect.stringMatching(/in use|running|already/i) as string,
    });
    await server.stop();
    const first = await operate('dbMove', ['--to', uri], environment);
    expect(first).toMatchObject({ code: 0, out: { files: 1, missing: 0 } });
    expect(first.out['documents']).toBeGreaterThan(30);
    expect(await operate('dbMove', ['--to', uri], environment)).toEqual(first);
    await using moved = await ServerProcess.start({ MONGODB_URI: uri, RATE_LIMITS: 'false' }, server.folder);
    await expectWhole({ ...place, server: moved }, 30);
    await using other = await ServerProcess.start();
    await other.register('mallory');
    await other.stop();
    expect(await operate('dbMove', ['--to', uri], { PARLEY_DATA: other.folder })).toMatchObject({
      code: 1,
      error: expect.stringContaining('another workspace') as string,
    });
    await expectWhole({ ...place, server: moved }, 30);
  }, 300_000);
});

describe('HTTPS', () => {
  it('is served by two settings, with secure cookies, and one of them alone is a sentence', async () => {
    const pair = {
      TLS_CERT: join(import.meta.dirname, '../test/tls/cert.pem'),
      TLS_KEY: join(import.meta.dirname, '../test/tls/key.pem'),
    };
    await using server = await ServerProcess.start(pair);
    const { headers, status } = await new Promise<{ headers: Record<string, unknown>; status: number }>(
      (resolve, reject) => {
        const body = JSON.stringify({
          username: 'alice',
          displayName: 'Alice',
          password: 'a long pass phrase',
        });
        const requested = httpsRequest(
          `${server.url}/api/v1/auth/register`,
          {
            method: 'POST',
            ca: readFileSync(pair.TLS_CERT),
            headers: { 'content-type': 'application/json' },
          },
          (response) => {
            response.resume();
            resolve({ headers: response.headers, status: response.statusCode ?? 0 });
          },
        );
        requested.on('error', reject);
        requested.end(body);
      },
    );
    expect(status).toBe(201);
    expect(headers['strict-transport-security']).toMatch(/max-age/);
    expect(String(headers['set-cookie'])).toMatch(/__Host-parley_\w+_refresh=.*Path=\/;.*Secure/);
    await using alone = await ServerProcess.start({ TLS_CERT: pair.TLS_CERT });
    expect(alone.output).toContain('TLS needs both TLS_CERT and TLS_KEY');
  }, 180_000);
});

describe('the doctor', () => {
  it('finds a healthy server healthy, and names the cure for what is not', async () => {
    await using server = await ServerProcess.start();
    await server.register('alice');
    interface Finding {
      what: string;
      state: string;
      cure?: string;
    }
    const findings = async (environment: Record<string, string>): Promise<[number, Finding[]]> => {
      const { code, out } = await operate('doctor', [], { PARLEY_DATA: server.folder, ...environment });
      return [code, out['findings'] as Finding[]];
    };
    const [code, healthy] = await findings({});
    expect(code).toBe(0);
    expect(
      healthy.filter(({ what }) => ['settings', 'database', 'disk'].includes(what)).map(({ state }) => state),
    ).toEqual(['ok', 'ok', 'ok']);
    const [bad, wrong] = await findings({
      TLS_CERT: '/nowhere.pem',
      TLS_KEY: '/nowhere.pem',
      MONGODB_URI: 'mongodb://127.0.0.1:1/x?serverSelectionTimeoutMS=300',
    });
    expect(bad).toBe(1);
    const faults = wrong.filter(({ state }) => state === 'fault');
    expect(faults.map(({ what }) => what)).toEqual(['database', 'TLS']);
    for (const { cure } of faults) expect(cure).toMatch(/\S/);
    const [odd] = await findings({ PORT: 'eighty' });
    expect(odd).toBe(1);
    const damaged = await folderOf();
    await mkdir(join(damaged, 'db'));
    await writeFile(join(damaged, 'db', 'parley.mdb'), 'not a database');
    const [broken] = await findings({ PARLEY_DATA: damaged });
    expect(broken).toBe(1);
    await rm(damaged, { recursive: true, force: true });
  }, 180_000);
});
