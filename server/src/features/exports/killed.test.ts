import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExportView } from '@parley/shared/exports';
import type { SignedIn } from '@parley/shared/sessions';
import { expect, it } from 'vitest';
import { ServerProcess } from '../../test/serverProcess.js';

const environment = { RATE_LIMITS: 'false' };

it.each(['me', 'workspace'])(
  'an export of %s whose server is killed in the middle is made by the next start, and half of one is never offered',
  async (of) => {
    await using server = await ServerProcess.start(environment);
    const alice = await server.register('alice');
    const as = (request: ReturnType<ReturnType<ServerProcess['api']>['get']>) =>
      request.set('authorization', `Bearer ${alice.accessToken}`);
    const { rooms } = (await as(server.api().get('/rooms'))).body as {
      rooms: { room: { roomId: string } }[];
    };
    const roomId = rooms[0]?.room.roomId ?? '';
    // Large enough that packing it takes a while.
    const file = await as(server.api().post(`/rooms/${roomId}/files`))
      .attach('file', randomBytes(16_000_000), 'large.bin')
      .expect(201);
    await as(server.api().post(`/rooms/${roomId}/messages`))
      .send({ text: 'to take along', fileIds: [(file.body as { fileId: string }).fileId] })
      .expect(201);
    const arriving = join(server.folder, 'exports-arriving');
    const archives = (): string[] =>
      existsSync(arriving)
        ? readdirSync(arriving, { recursive: true })
            .map(String)
            .filter((name) => name.endsWith('.zip'))
        : [];
    const begun = (await as(server.api().post(`/${of}/exports`)).expect(201)).body as ExportView;
    while (archives().length === 0) await new Promise((resolve) => setImmediate(resolve));
    server.child.kill('SIGKILL');
    await once(server.child, 'exit');

    await using next = await ServerProcess.start(environment, server.folder);
    const again = (
      await next
        .api()
        .post('/auth/login')
        .send({ login: 'alice', password: 'alice has a long password' })
        .expect(200)
    ).body as SignedIn;
    const signed = (path: string) => next.api().get(path).set('authorization', `Bearer ${again.accessToken}`);
    const archive = () =>
      signed(`/me/exports/${begun.exportId}/archive`)
        .buffer(true)
        .parse((stream, done) => {
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => done(null, Buffer.concat(chunks)));
        });
    const state = async (): Promise<ExportView | undefined> =>
      ((await signed('/me/exports').expect(200)).body as { exports: ExportView[] }).exports[0];
    let got = await archive();
    while (got.status !== 200) {
      expect([404, 409]).toContain(got.status);
      expect(['waiting', 'running', 'ready']).toContain((await state())?.state);
      got = await archive();
    }
    const now = await state();
    expect(now).toMatchObject({ state: 'ready', exportId: begun.exportId });
    const path = join(server.folder, 'got.zip');
    writeFileSync(path, got.body as Buffer);
    expect((got.body as Buffer).length).toBe(now?.bytes);
    const names = execFileSync('python3', ['-m', 'zipfile', '-l', path]).toString();
    expect(names).toContain('index.html');
    // What the killed one has left goes with the next start.
    expect(archives()).toEqual([]);
  },
  120_000,
);
