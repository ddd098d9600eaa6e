import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportView } from '@parley/shared/exports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generalRoom, privateRoom, say, uploaded } from '../../test/build.js';
import { startServer, type Person, type TestServer } from '../../test/startServer.js';
import { Messages } from '../messages/messages.model.js';
import { Sessions } from '../sessions/sessions.model.js';
import { BUILD_JOBS } from './exports.actions.js';
import { sweepExports } from './exports.change.js';
import { Exports } from './exports.model.js';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const list = async (person: Person): Promise<ExportView[]> =>
  ((await person.get('/me/exports').expect(200)).body as { exports: ExportView[] }).exports;

/** Starts an export, and waits until it is made. */
async function made(person: Person): Promise<ExportView> {
  const { exportId } = (await person.post('/me/exports').expect(201)).body as ExportView;
  await server.app.server.jobs.runNow(BUILD_JOBS.own);
  const found = (await list(person)).find((one) => one.exportId === exportId);
  expect(found?.state).toBe('ready');
  return found as ExportView;
}

const bytesOf = (request: ReturnType<Person['get']>) =>
  request.buffer(true).parse((stream, done) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => done(null, Buffer.concat(chunks)));
  });

/** Downloads an export, and unpacks it with the system's own program. */
async function unpacked(person: Person, { exportId, bytes }: ExportView) {
  const answer = await bytesOf(person.get(`/me/exports/${exportId}/archive`)).expect(200);
  const archive = answer.body as Buffer;
  expect(archive.length).toBe(bytes);
  const folder = mkdtempSync(join(tmpdir(), 'parley-export-'));
  writeFileSync(join(folder, 'a.zip'), archive);
  execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, 'a.zip'), join(folder, 'out')]);
  const names = readdirSync(join(folder, 'out'), { recursive: true }).map(String).sort();
  const read = (name: string): string => readFileSync(join(folder, 'out', name), 'utf8');
  return { names, read, json: (name: string): unknown => JSON.parse(read(name)) };
}

const texts = (value: unknown): string[] => (value as { text: string }[]).map(({ text }) => text);

describe('an export of one’s own data', () => {
  it('has what one wrote, whole conversations of few, files and every other part, and nothing that is not one’s own', async () => {
    const { alice, bob, eve } = await server.cast();
    const general = await generalRoom(alice);
    const direct = (await bob.post('/rooms', { type: 'direct', memberIds: [eve.userId] }).expect(201))
      .body as { roomId: string };
    const left = await privateRoom(alice, [bob], 'Left by bob');
    const before = await say(bob, left.roomId, 'said before leaving');
    await bob.put(`/messages/${before.messageId}/reactions/${encodeURIComponent('🎉')}`).expect(200);
    await say(alice, left.roomId, 'not for bob any more');
    await bob.post(`/rooms/${left.roomId}/leave`);
    for (const emoji of ['👀', '🎉'])
      await alice.put(`/messages/${before.messageId}/reactions/${encodeURIComponent(emoji)}`).expect(200);
    const file = await uploaded(bob, general, Buffer.from('bytes of bob'), '../../CON <b>.txt');
    await say(bob, general, '<script>alert(1)</script>', { fileIds: [file.fileId] });
    const edited = await say(bob, general, 'first words');
    await bob.patch(`/messages/${edited.messageId}`, { text: 'later words' }).expect(200);
    const gone = await say(bob, general, 'taken back');
    await bob.delete(`/messages/${gone.messageId}`).expect(204);
    const foreign = await say(alice, general, 'a word of alice');
    await bob.put(`/messages/${foreign.messageId}/reactions/${encodeURIComponent('👍')}`).expect(200);
    await bob.put(`/me/saved/${foreign.messageId}`);
    await bob.put(`/rooms/${general}/draft`, { text: 'half written' });
    await bob.post('/me/tokens', { name: 'script', scope: 'read', days: null }).expect(201);
    await say(eve, direct.roomId, 'between us');
    await say(bob, direct.roomId, 'yes\u2028indeed');
    const ears = await bob.connect();
    const outside = await eve.connect();

    const done = await made(bob);
    await ears.wait('export:changed', (received) => received.export.state === 'ready');
    expect(outside.of('export:changed')).toEqual([]);
    const { names, read, json } = await unpacked(bob, done);
    for (const name of ['profile', 'sessions', 'accessTokens', 'secondFactors', 'connectedAccounts', 'votes'])
      expect(names).toContain(`data/${name}.json`);
    for (const name of ['drafts', 'savedMessages', 'pushDevices', 'calls', 'webhooks', 'invitations'])
      expect(names).toContain(`data/${name}.json`);
    expect(json('data/profile.json')).toMatchObject({ username: 'bob' });
    expect(json('data/reactions.json')).toMatchObject([{ messageId: foreign.messageId, emoji: '👍' }]);
    expect(json('data/savedMessages.json')).toEqual([foreign.messageId]);
    expect(texts(json('rooms/General/messages.json'))).toEqual(['<script>alert(1)</script>', 'later words']);
    expect(json('rooms/General/messages.json')).toMatchObject([{}, { edits: [{ text: 'first words' }] }]);
    const conversation = names.find((name) => /^rooms\/Eve[^/]*\/messages\.json$/.test(name)) ?? '';
    expect(texts(json(conversation))).toEqual(['between us', 'yes\u2028indeed']);
    expect(texts(json('rooms/A room you left/messages.json'))).toEqual(['said before leaving']);
    // Who has reacted there since is not bob's to know.
    expect(json('rooms/A room you left/messages.json')).toMatchObject([
      { reactions: [{ emoji: '🎉', userIds: [bob.userId] }] },
    ]);
    expect(read('rooms/A room you left/messages.json')).not.toContain(alice.userId);
    expect(read('files/CON _b_.txt')).toBe('bytes of bob');
    const page = read('rooms/General/index.html');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).not.toContain('<script');
    expect(page).toContain('href="../../files/CON%20_b_.txt"');
    expect(page).toContain("default-src 'none'");
    const all = names
      .filter((name) => /\.(json|html)$/.test(name))
      .map(read)
      .join('\n');
    for (const secret of ['taken back', 'a word of alice', 'not for bob', 'Left by bob'])
      expect(all).not.toContain(secret);
    for (const { refreshHash } of await Sessions(server.app.server).find({ userId: bob.userId }).lean())
      expect(all).not.toContain(refreshHash);
    expect(all).not.toMatch(/"hash"|\$2b\$/);
  });

  it('is fetched by its person alone: by a session, or by a link that works once and with its session’s cookie', async () => {
    const registered = await server
      .api()
      .post('/api/v1/auth/register')
      .send({ username: 'lina', displayName: 'Lina', password: 'lina has a long password' });
    const cookies = registered.headers['set-cookie'] as unknown as string[];
    const cookie = (cookies.find((one) => one.includes('Path=/api/v1/files;')) ?? '').split(';')[0] ?? '';
    const mallory = await server.register('mallory');
    const { Person: Anybody } = await import('../../test/startServer.js');
    const lina = new Anybody(server, registered.body as Person['granted'], 'lina');
    const done = await made(lina);
    const at = `/me/exports/${done.exportId}`;
    for (const request of [mallory.get(`${at}/archive`), mallory.post(`${at}/link`), mallory.delete(at)])
      expect((await request).status).toBe(404);
    const link = async (): Promise<string> =>
      ((await lina.post(`${at}/link`).expect(200)).body as { path: string }).path;
    const follow = (path: string, with_: string) => bytesOf(server.api().get(path).set('cookie', with_));
    // The cookie of files alone opens nothing.
    await server.api().get(`/api/v1${at}/archive`).set('cookie', cookie).expect(401);
    const path = await link();
    await server.api().get(path).expect(401);
    await mallory.get(path.replace('/api/v1', '')).expect(404);
    const got = await follow(path, cookie).expect(200);
    expect(got.headers['content-disposition']).toContain('attachment');
    expect(got.headers['cache-control']).toContain('no-store');
    await follow(path, cookie).expect(404);
    const late = await link();
    await Exports(server.app.server).updateOne(
      { _id: done.exportId },
      { $set: { 'link.until': new Date(Date.now() - 1) } },
    );
    await follow(late, cookie).expect(404);
    // After the password was entered too long ago neither a link nor the archive is given.
    await Sessions(server.app.server).updateMany(
      { userId: lina.userId },
      { $set: { provedAt: new Date(0) } },
    );
    for (const request of [lina.post(`${at}/link`), lina.get(`${at}/archive`), lina.post('/me/exports')])
      expect((await request).body).toMatchObject({ code: 'reauthentication_required' });
    await lina.delete(at).expect(204);
    expect(await list(lina)).toEqual([]);
  });

  it('is made once at a time, continues on another start after a crash, and is deleted after a week', async () => {
    const nora = await server.register('nora');
    const inner = server.app.server;
    // As a crash leaves it: running, with the bytes of an attempt that nobody completes.
    const at = (await nora.post('/me/exports').expect(201)).body as ExportView;
    await inner.jobs.runNow(BUILD_JOBS.own);
    const before = await Exports(inner).findById(at.exportId).lean();
    await Exports(inner).updateOne(
      { _id: at.exportId },
      { $set: { state: 'running', active: true, bytes: null, expiresAt: null } },
    );
    const twice = await Promise.all([nora.post('/me/exports'), nora.post('/me/exports')]);
    expect(twice.map(({ status }) => status)).toEqual([409, 409]);
    await inner.jobs.runNow(BUILD_JOBS.own);
    expect(await list(nora)).toMatchObject([{ exportId: at.exportId, state: 'ready' }]);
    const after = await Exports(inner).findById(at.exportId).lean();
    expect(String(after?.blob)).not.toBe(String(before?.blob));
    await expect(inner.files.read(`${String(before?.blob)}-export`)).rejects.toMatchObject({
      code: 'not_found',
    });
    // A newer one replaces it.
    const newer = await made(nora);
    expect((await list(nora)).map(({ exportId }) => exportId)).toEqual([newer.exportId]);
    await sweepExports(inner, new Date(Date.now() + 6 * 86_400_000));
    expect(await list(nora)).toHaveLength(1);
    await sweepExports(inner, new Date(Date.now() + 8 * 86_400_000));
    expect(await list(nora)).toEqual([]);
    await expect(
      inner.files.read(`${String((await Exports(inner).findById(newer.exportId).lean())?.blob)}-export`),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('goes with an erased person, also while it is made, and has nothing that was deleted while it was packed', async () => {
    const [boss] = await Promise.all([server.register('boss')]);
    const olga = await server.register('olga');
    const inner = server.app.server;
    const general = await generalRoom(olga);
    const doomed = await say(olga, general, 'gone while packing');
    await say(olga, general, 'stays');
    await uploaded(olga, general, Buffer.from('bytes'), 'slow.txt');
    // The store is read last: at that time the messages were read already.
    const read = inner.files.read.bind(inner.files);
    let act: (() => Promise<unknown>) | undefined = () => olga.delete(`/messages/${doomed.messageId}`);
    inner.files.read = async (...given) => {
      const now = act;
      act = undefined;
      await now?.();
      return await read(...given);
    };
    const { names, json } = await unpacked(olga, await made(olga));
    expect(names).toContain('files/slow.txt');
    expect(texts(json('rooms/General/messages.json'))).toEqual(['stays']);
    await inner.bus.publishAndWait('person.erased', { userId: boss.userId, messages: 'keep' });
    const at = (await olga.post('/me/exports').expect(201)).body as ExportView;
    act = () => inner.bus.publishAndWait('person.erased', { userId: olga.userId, messages: 'keep' });
    await inner.jobs.runNow(BUILD_JOBS.own);
    inner.files.read = read;
    const doc = await Exports(inner).findById(at.exportId).lean();
    expect(doc?.state).toBe('gone');
    await expect(read(`${String(doc?.blob)}-export`)).rejects.toMatchObject({ code: 'not_found' });
    expect(await list(olga)).toEqual([]);
    expect(await Messages(inner).countDocuments({ text: 'stays' })).toBe(1);
  });
});

describe('an export of the workspace', () => {
  it('is for owners, has public rooms with files, and the others only where the setting says so for all to see', async () => {
    await using own = await startServer();
    const { alice, bob, eve } = await own.cast();
    const general = await generalRoom(alice);
    const secret = await privateRoom(bob, [eve], 'Hidden');
    const file = await uploaded(bob, general, Buffer.from('of all'), 'same.txt');
    await say(bob, general, 'with a file', { fileIds: [file.fileId] });
    await say(bob, secret.roomId, 'behind a door');
    await bob.post('/workspace/exports').expect(403);
    const workspaceExport = async () => {
      const { exportId } = (await alice.post('/workspace/exports').expect(201)).body as ExportView;
      await own.app.server.jobs.runNow(BUILD_JOBS.workspace);
      const done = (await list(alice)).find((one) => one.exportId === exportId);
      expect(done).toMatchObject({ state: 'ready', kind: 'workspace' });
      return await unpacked(alice, done as ExportView);
    };
    const open = await workspaceExport();
    expect(open.read('rooms/General/files/same.txt')).toBe('of all');
    expect(open.read('rooms/General/messages.jsonl')).toContain('"with a file"');
    expect(open.read('rooms/General/index.html')).toContain('href="files/same.txt"');
    expect(open.read('data/people.jsonl').trim().split('\n')).toHaveLength(3);
    expect(open.names.filter((name) => name.includes('Hidden'))).toEqual([]);
    expect(
      open.names
        .filter((name) => /html$/.test(name))
        .map(open.read)
        .join(),
    ).not.toContain('behind a door');
    const policy = async (person: Person) => (await person.get('/data-policy').expect(200)).body as object;
    expect(await policy(bob)).toMatchObject({ privateInExports: false });
    await alice
      .patch('/settings/exports', { version: 0, changes: [{ field: 'includePrivate', value: true }] })
      .expect(200);
    expect(await policy(bob)).toMatchObject({ privateInExports: true });
    const all = await workspaceExport();
    expect(all.read('rooms/Hidden/messages.jsonl')).toContain('behind a door');
    // Who is no owner any more cannot download it.
    const [ready] = (await list(alice)).filter(({ kind }) => kind === 'workspace');
    await alice.patch(`/users/${bob.userId}`, { role: 'owner' }).expect(200);
    await bob.patch(`/users/${alice.userId}`, { role: 'admin' }).expect(200);
    await alice.get(`/me/exports/${ready?.exportId ?? ''}/archive`).expect(403);
  });
});
