import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { AuditEntryView } from '@parley/shared/audit';
import { describe, expect, it } from 'vitest';
import { bearer, begin, databases, done } from '../test/managing.js';
import { answer, parley } from '../test/parley.js';
import { programArguments } from '../test/programArguments.js';

describe.each(databases)('npm run parley on %s, beside a running server', (_name, settings) => {
  it('exports the workspace into a file, and leaves nothing of what is cut off', async () => {
    await using place = await begin(await settings());
    const { server, environment } = place;
    const alice = await server.register('alice');
    for (const name of ['plans', 'weather'])
      await server
        .api()
        .post('/rooms')
        .set(...bearer(alice))
        .send({ name, type: 'public' })
        .expect(201);
    const folder = await mkdtemp(join(tmpdir(), 'parley-export-'));
    const to = join(folder, 'all.zip');
    const made = await parley(['export', '--to', to], environment);
    expect([made.code, made.error]).toEqual([0, '']);
    expect(made.out).toMatch(/archive +\[█+\] ([\d,]+) of \1/);
    const bytes = await readFile(to);
    expect([bytes.subarray(0, 2).toString(), (await stat(to)).mode & 0o777]).toEqual(['PK', 0o600]);
    expect(bytes.includes('data/rooms.jsonl')).toBe(true);
    // Nothing is replaced, and nothing half is left.
    expect(await parley(['export', '--to', to], environment)).toMatchObject({ code: 1 });
    expect(await readdir(folder)).toEqual(['all.zip']);
    const arriving = join(server.folder, 'exports-arriving');
    if (existsSync(arriving))
      for (const process of await readdir(arriving))
        expect(await readdir(join(arriving, process))).toEqual([]);
    expect(await done(environment)).toEqual(['workspace.exported']);
    await rm(folder, { recursive: true, force: true });
  }, 300_000);

  it('follows the audit log, and finds out when it was changed', async () => {
    await using place = await begin(await settings());
    const { server, environment } = place;
    const alice = await server.register('alice');
    await answer(['users', 'add', 'bob'], environment);
    const follower = spawn(
      process.execPath,
      [
        ...programArguments('operations/parley'),
        ...['audit', 'tail', '--follow', '--json', '--data', environment['PARLEY_DATA'] ?? ''],
      ],
      { env: { ...process.env, ...environment } },
    );
    try {
      const seen = createInterface({ input: follower.stdout })[Symbol.asyncIterator]();
      const next = async () => JSON.parse(String((await seen.next()).value)) as AuditEntryView;
      expect([(await next()).action, (await next()).action]).toEqual([
        'person.added',
        'person.resetLinkCreated',
      ]);
      await server
        .api()
        .post('/invites')
        .set(...bearer(alice))
        .send({})
        .expect(201);
      expect(await next()).toMatchObject({ number: 3, action: 'invitation.created' });
    } finally {
      const exited = once(follower, 'exit');
      follower.kill();
      await exited;
    }
    expect(await answer(['audit', 'verify'], environment)).toMatchObject({
      check: { ok: true, entries: 3 },
    });
    const line = (await parley(['audit', 'tail', '--lines', '1'], environment)).out;
    expect(line).toMatch(/^3 {2}\S+Z {2}@alice {2}invitation\.created/);
  }, 300_000);
});
