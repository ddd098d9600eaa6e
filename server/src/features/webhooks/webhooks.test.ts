import { IncomingWebhook } from '@slack/webhook';
import type { MessageView } from '@parley/shared/messages';
import type { CreatedWebhook } from '@parley/shared/webhooks';
import { describe, expect, it } from 'vitest';
import { generalRoom, nowhere } from '../../test/build.js';
import { startServer, type Person } from '../../test/startServer.js';

const publicRoom = async (owner: Person): Promise<string> =>
  ((await owner.post('/rooms', { type: 'public', name: 'builds' }).expect(201)).body as { roomId: string })
    .roomId;

describe('a webhook', () => {
  it('lets a program written for Slack speak in a room, under its own name', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const roomId = await generalRoom(alice);
    const ears = await bob.connect();
    const hook = (await alice.post(`/rooms/${roomId}/webhooks`, { name: ' Deploys ' }).expect(201))
      .body as CreatedWebhook;
    const { user } = await ears.wait('user:changed', (heard) => heard.user.bot);
    expect(user).toMatchObject({ displayName: 'Deploys', bot: true, userId: hook.userId });
    const slack = new IncomingWebhook(`${server.url}${hook.path}`);
    expect(
      await slack.send({
        text: '*api* is out, <https://x.test|look> @bob',
        channel: '#ignored',
        icon_emoji: ':rocket:',
      }),
    ).toEqual({ text: 'ok' });
    const { messages } = await ears.wait('message:changed', (heard) =>
      heard.messages.some(({ text }) => text.includes('api')),
    );
    expect(messages[0]).toMatchObject({
      text: '**api** is out, [look](https://x.test) @bob',
      authorId: hook.userId,
      mentionIds: [bob.userId],
    });
    // The older form.
    await server
      .api()
      .post(hook.path)
      .type('form')
      .send({ payload: JSON.stringify({ text: 'by form' }) })
      .expect(200, 'ok');
    await ears.wait('message:changed', (heard) => heard.messages.some(({ text }) => text === 'by form'));
    const listed = (await alice.get(`/rooms/${roomId}/webhooks`).expect(200)).body as { webhooks: object[] };
    expect(listed.webhooks).toHaveLength(1);
    expect(JSON.stringify(listed)).not.toContain(hook.path.split('/').at(-1));
    expect(listed.webhooks[0]).toMatchObject({ name: 'Deploys', lastUsedAt: expect.any(String) as string });
  });

  it('says a repeat with the same key once', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const hook = (await alice.post(`/rooms/${roomId}/webhooks`, { name: 'CI' }).expect(201))
      .body as CreatedWebhook;
    const key = crypto.randomUUID();
    for (let i = 0; i < 3; i++)
      await server.api().post(hook.path).set('idempotency-key', key).send({ text: 'once' }).expect(200);
    const { messages } = (await alice.get(`/rooms/${roomId}/messages`)).body as { messages: MessageView[] };
    expect(messages.filter(({ text }) => text === 'once')).toHaveLength(1);
  });

  it('is made and removed by those who run the room, and is nothing to anybody else', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const roomId = await publicRoom(bob);
    const secret = (await bob.post('/rooms', { type: 'private', name: 'secret' }).expect(201)).body as {
      roomId: string;
    };
    await eve.post(`/rooms/${secret.roomId}/webhooks`, { name: 'x' }).expect(404);
    await eve.get(`/rooms/${secret.roomId}/webhooks`).expect(404);
    await eve.post(`/rooms/${roomId}/webhooks`, { name: 'x' }).expect(403);
    const direct = (await bob.post('/rooms', { type: 'direct', memberIds: [eve.userId] })).body as {
      roomId: string;
    };
    await bob.post(`/rooms/${direct.roomId}/webhooks`, { name: 'x' }).expect(403);
    for (const wrong of [
      {},
      { name: ' ' },
      { name: 'x'.repeat(81) },
      { name: { $ne: 1 } },
      { name: 'x', url: 'y' },
    ])
      await bob.post(`/rooms/${roomId}/webhooks`, wrong).expect(400);
    const hook = (await bob.post(`/rooms/${roomId}/webhooks`, { name: 'CI' }).expect(201))
      .body as CreatedWebhook;
    await eve.delete(`/webhooks/${hook.webhookId}`).expect(403);
    await alice.delete(`/webhooks/${nowhere}`).expect(404);
    // Its account is nobody: it signs in nowhere, is written to by nobody, and comes and goes with it.
    await server
      .api()
      .post('/api/v1/auth/login')
      .send({ login: `hook-${hook.webhookId}`, password: 'x' })
      .expect(401);
    await eve.post('/rooms', { type: 'direct', memberIds: [hook.userId] }).expect(400);
    await alice.patch(`/users/${hook.userId}`, { role: 'owner' }).expect(404);
    await server.api().post(hook.path).send({ text: 'still here' }).expect(200);
    const ears = await eve.connect();
    await bob.delete(`/webhooks/${hook.webhookId}`).expect(204);
    await bob.delete(`/webhooks/${hook.webhookId}`).expect(404);
    expect((await ears.wait('user:changed')).user).toMatchObject({ userId: hook.userId, active: false });
    await server.api().post(hook.path).send({ text: 'gone' }).expect(404);
  });

  it('refuses what says nothing, is no JSON, comes with a wrong secret, or into an archived room', async () => {
    await using server = await startServer();
    const { bob } = await server.cast();
    const roomId = await publicRoom(bob);
    const hook = (await bob.post(`/rooms/${roomId}/webhooks`, { name: 'CI' }).expect(201))
      .body as CreatedWebhook;
    const call = (path: string) => server.api().post(path);
    await call(`${hook.path}x`).send({ text: 'a' }).expect(404);
    await call(hook.path.replace(hook.webhookId, nowhere)).send({ text: 'a' }).expect(404);
    for (const wrong of [
      {},
      { text: ' ' },
      { text: 7 },
      { blocks: 'x' },
      { attachments: [{ text: { $gt: '' } }] },
    ])
      await call(hook.path).send(wrong).expect(400);
    await call(hook.path).type('form').send({ payload: '{' }).expect(400);
    await call(hook.path).set('idempotency-key', 'x').send({ text: 'a' }).expect(400);
    await bob.delete(`/rooms/${roomId}`).expect(204);
    await call(hook.path).send({ text: 'a' }).expect(403);
  });
});
