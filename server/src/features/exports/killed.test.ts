import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, watch, writeFileSync } from 'node:fs';
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
    await as(server.api().post(`/rooms/${roomId}/messages`))
      .send({ text: 'to take along' })
      .expect(201);
    const arriving = join(server.folder, 'exports-arriving');
    const written = new Promise<void>((resolve) => {
      const watcher = watch(arriving, { recursive: true }, (_, name) => {
        if (name?.endsWith('export.zip') !== true) return;
        watcher.close();
        server.child.kill('SIGKILL');
        resolve();
      });
    });
    const begun = (await as(server.api().post(`/${of}/exports`)).expect(201)).body as ExportView;
    await written;
    if (server.child.signalCode === null) await once(server.child, 'exit');

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
    let now = await state();
    while (now?.state !== 'ready') {
      expect(['waiting', 'running']).toContain(now?.state);
      expect([404, 409]).toContain((await archive()).status);
      now = await state();
    }
    expect(now.exportId).toBe(begun.exportId);
    const got = await archive().expect(200);
    const path = join(server.folder, 'got.zip');
    writeFileSync(path, got.body as Buffer);
    expect((got.body as Buffer).length).toBe(now.bytes);
    const names = execFileSync('python3', ['-m', 'zipfile', '-l', path]).toString();
    expect(names).toContain('index.html');
    // What the killed one has left goes with the next start.
    const left = readdirSync(arriving, { recursive: true }).filter((name) => String(name).endsWith('.zip'));
    expect(left).toEqual([]);
  },
  120_000,
);
