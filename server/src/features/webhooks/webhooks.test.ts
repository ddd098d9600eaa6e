import { IncomingWebhook } from '@slack/webhook';
import type { MessageView } from '@parley/shared/messages';
import type { CreatedWebhook } from '@parley/shared/webhooks';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generalRoom, nowhere, privateRoom } from '../../test/build.js';
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
    const { user } = await ears.wait('user:changed', (received) => received.user.bot);
    expect(user).toMatchObject({ displayName: 'Deploys', bot: true, userId: hook.userId });
    const slack = new IncomingWebhook(`${server.url}${hook.path}`);
    expect(
      await slack.send({
        text: '*api* is out, <https://x.test|look> @bob',
        channel: '#ignored',
        icon_emoji: ':rocket:',
      }),
    ).toEqual({ text: 'ok' });
    const { messages } = await ears.wait('message:changed', (received) =>
      received.messages.some(({ text }) => text.includes('api')),
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
    await ears.wait('message:changed', (received) =>
      received.messages.some(({ text }) => text === 'by form'),
    );
    const listed = (await alice.get(`/rooms/${roomId}/webhooks`).expect(200)).body as { webhooks: object[] };
    expect(listed.webhooks).toHaveLength(1);
    expect(JSON.stringify(listed)).not.toContain(hook.path.split('/').at(-1));
    expect(listed.webhooks[0]).toMatchObject({ name: 'Deploys', lastUsedAt: expect.any(String) as string });
  });

  it('mentions everybody only where its maker may', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const { roomId } = await privateRoom(bob, [alice, eve]);
    await alice.put('/rights/rules', { roles: { webhooks: ['member'] } }).expect(200);
    await bob.put(`/rooms/${roomId}/rules`, { only: { mentionRoom: 'owners' } }).expect(200);
    const said = async (maker: Person): Promise<boolean> => {
      const { path } = (await maker.post(`/rooms/${roomId}/webhooks`, { name: 'CI' }).expect(201))
        .body as CreatedWebhook;
      await server
        .api()
        .post(path)
        .send({ text: `look @room, says ${maker.username}` })
        .expect(200);
      const { messages } = (await bob.get(`/rooms/${roomId}/messages`).expect(200)).body as {
        messages: MessageView[];
      };
      const found = messages.find(({ text }) => text.includes(maker.username));
      return found?.mentionsRoom ?? false;
    };
    expect([await said(eve), await said(bob)]).toEqual([false, true]);
  });

  it('takes what it says whatever type the body is said to be of', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const hook = (await alice.post(`/rooms/${roomId}/webhooks`, { name: 'CI' }).expect(201))
      .body as CreatedWebhook;
    const post = async (body: string, type?: string): Promise<number> => {
      const sent = new Headers(type === undefined ? {} : { 'content-type': type });
      // A body of bytes has no type of its own.
      const answer = await fetch(`${server.url}${hook.path}`, {
        method: 'POST',
        headers: sent,
        body: new TextEncoder().encode(body),
      });
      return answer.status;
    };
    const form = (text: string): string =>
      new URLSearchParams({ payload: JSON.stringify({ text }) }).toString();
    const boundary = '-'.repeat(24) + 'Zq3xKp9vT2bN7sLw4mR8yA';
    const multipart = `--${boundary}\r\nContent-Disposition: form-data; name="payload"\r\n\r\n{"text":"f"}\r\n--${boundary}--\r\n`;
    const sent: [string, string | undefined][] = [
      [JSON.stringify({ text: 'a' }), undefined],
      [JSON.stringify({ text: 'b' }), 'application/x-www-form-urlencoded'],
      [JSON.stringify({ text: 'c' }), 'text/plain; charset=latin7'],
      [`\ufeff${JSON.stringify({ text: 'd' })}`, 'application/json'],
      [form('e'), undefined],
      [multipart, `multipart/form-data; boundary=${boundary}`],
      [form('g'), 'application/json'],
      ['text=h', 'application/x-www-form-urlencoded'],
      [
        new URLSearchParams({
          blocks: '[{"type":"section","text":{"type":"mrkdwn","text":"i"}}]',
        }).toString(),
        undefined,
      ],
    ];
    for (const [body, type] of sent) expect(await post(body, type), body).toBe(200);
    const { messages } = (await alice.get(`/rooms/${roomId}/messages`)).body as { messages: MessageView[] };
    expect(messages.map(({ text }) => text).filter((text) => text.length === 1)).toEqual([...'abcdefghi']);
    expect(await post('multipart nonsense', 'multipart/form-data')).toBe(400);
  });

  it('takes numbers and booleans as words, and leaves out what is of another kind', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const hook = (await alice.post(`/rooms/${roomId}/webhooks`, { name: 'CI' }).expect(201))
      .body as CreatedWebhook;
    const said = async (body: object, status = 200): Promise<string> => {
      await server.api().post(hook.path).send(body).expect(status);
      const { messages } = (await alice.get(`/rooms/${roomId}/messages`)).body as { messages: MessageView[] };
      return messages.at(-1)?.text ?? '';
    };
    expect(await said({ text: 7, blocks: null, attachments: [null] })).toBe('7');
    expect(
      await said({
        text: 'x',
        attachments: [{ title: null, text: true, fields: [{ title: 'n', value: 3 }, null] }],
      }),
    ).toBe('x\n\n> true\n> **n** 3');
    const rich = [
      null,
      {
        type: 'rich_text_section',
        elements: [{ type: 'text', text: null }, { type: 'new', text: 'on' }, 'x', { type: 'emoji' }],
      },
    ];
    // An element of unknown kind used to be a server error.
    expect(
      await said({ blocks: [{ type: 'rich_text', elements: [{ text: 4 }, { elements: 'x' }, ...rich] }] }),
    ).toBe('4\non::');
  });

  it('answers whatever comes with yes or with what is wrong, never with a fault of its own', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const hook = (await alice.post(`/rooms/${roomId}/webhooks`, { name: 'CI' }).expect(201))
      .body as CreatedWebhook;
    const types = [
      'section',
      'rich_text',
      'table',
      'context',
      'actions',
      'image',
      'header',
      'markdown',
      'video',
      'x',
      7,
    ];
    const inner = [
      'text',
      'link',
      'emoji',
      'rich_text_list',
      'rich_text_quote',
      'rich_text_preformatted',
      'button',
      null,
    ];
    const anything = fc.jsonValue({ maxDepth: 3 });
    const element = fc.record(
      { type: fc.constantFrom(...inner), text: anything, url: anything, style: anything, elements: anything },
      { requiredKeys: [] },
    );
    const block = fc.record(
      {
        type: fc.constantFrom(...types),
        text: anything,
        fields: anything,
        accessory: fc.oneof(element, anything),
        elements: fc.oneof(fc.array(element, { maxLength: 3 }), anything),
        rows: fc.oneof(
          fc.array(fc.array(fc.oneof(element, anything), { maxLength: 3 }), { maxLength: 3 }),
          anything,
        ),
      },
      { requiredKeys: [] },
    );
    const payload = fc.record(
      {
        text: anything,
        blocks: fc.oneof(fc.array(fc.oneof(block, anything), { maxLength: 3 }), anything),
        attachments: fc.oneof(
          fc.array(fc.dictionary(fc.constantFrom('text', 'fields', 'blocks', 'title', 'actions'), anything)),
          anything,
        ),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(payload, async (body) => {
        const { status } = await server.api().post(hook.path).send(body);
        expect([200, 400]).toContain(status);
      }),
      { seed: 24, numRuns: 150 },
    );
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
    // Nobody can sign in as its account or write to it, and it is managed with the webhook.
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
      { text: null },
      { text: [] },
      { blocks: 'x' },
      { blocks: '[{' },
      { blocks: [null, 7, 'x'] },
      { attachments: [{ text: { $gt: '' } }] },
    ])
      await call(hook.path).send(wrong).expect(400);
    for (const wrong of ['{', '[]', '7', '"x"', 'null', 'x', 'payload={', 'payload=7'])
      await call(hook.path).type('text/plain').send(wrong).expect(400);
    await call(hook.path).set('idempotency-key', 'x').send({ text: 'a' }).expect(400);
    await bob.delete(`/rooms/${roomId}`).expect(204);
    await call(hook.path).send({ text: 'a' }).expect(403);
  });
});
