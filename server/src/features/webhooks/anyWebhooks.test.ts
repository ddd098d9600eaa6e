import type { CreatedAccessToken } from '@parley/shared/accessTokens';
import type { AnyTokenView, AnyWebhookView } from '@parley/shared/integrations';
import type { CreatedWebhook } from '@parley/shared/webhooks';
import { describe, expect, it } from 'vitest';
import { nowhere, privateRoom } from '../../test/build.js';
import { startServer, type Person } from '../../test/startServer.js';

const webhooksOf = async (person: Person): Promise<AnyWebhookView[]> =>
  ((await person.get('/admin/webhooks').expect(200)).body as { webhooks: AnyWebhookView[] }).webhooks;
const tokensOf = async (person: Person, before?: string) =>
  (await person.get(`/admin/tokens${before === undefined ? '' : `?before=${before}`}`).expect(200)).body as {
    tokens: AnyTokenView[];
    next: string | null;
  };
const auditOf = async (person: Person, action: string) =>
  ((await person.get(`/audit?action=${action}`).expect(200)).body as { entries: { on: { id: string } }[] })
    .entries;

describe('all webhooks', () => {
  it('are listed with their makers, without addresses, and of private rooms without names', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const secret = await privateRoom(bob, [], 'Takeover');
    const hook = (await bob.post(`/rooms/${secret.roomId}/webhooks`, { name: 'Bids' }).expect(201))
      .body as CreatedWebhook;
    const [found] = await webhooksOf(alice);
    expect(found).toMatchObject({
      webhookId: hook.webhookId,
      name: null,
      roomName: null,
      madeBy: { userId: bob.userId },
    });
    expect(JSON.stringify(found)).not.toContain(hook.path.split('/').at(-1));
    await bob.put(`/rooms/${secret.roomId}/members/${alice.userId}`).expect(200);
    expect((await webhooksOf(alice))[0]).toMatchObject({ name: 'Bids', roomName: 'Takeover' });
    await bob.get('/admin/webhooks').expect(403);
  });

  it('are removed by those who run the workspace, at once, and once', async () => {
    await using server = await startServer();
    const { alice, bob } = await server.cast();
    const room = await privateRoom(bob);
    const hook = (await bob.post(`/rooms/${room.roomId}/webhooks`, { name: 'CI' }).expect(201))
      .body as CreatedWebhook;
    await bob.delete(`/admin/webhooks/${hook.webhookId}`).expect(403);
    await alice.delete(`/admin/webhooks/${hook.webhookId}`).expect(204);
    await alice.delete(`/admin/webhooks/${hook.webhookId}`).expect(404);
    await alice.delete(`/admin/webhooks/${nowhere}`).expect(404);
    await server.api().post(hook.path).send({ text: 'late' }).expect(404);
    expect((await auditOf(alice, 'webhook.removed'))[0]?.on.id).toBe(hook.webhookId);
  });
});

describe('all access tokens', () => {
  it('are listed with their owners and without themselves, page by page', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const made = new Set<string>();
    for (let i = 0; i < 51; i += 1) {
      const person = i % 2 === 0 ? bob : eve;
      const token = (await person.post('/me/tokens', { name: `n${i}`, scope: 'read' }).expect(201))
        .body as CreatedAccessToken;
      made.add(token.tokenId);
    }
    const first = await tokensOf(alice);
    const second = await tokensOf(alice, first.next ?? '');
    expect([first.tokens.length, second.tokens.length, second.next]).toEqual([50, 1, null]);
    expect(new Set([...first.tokens, ...second.tokens].map(({ tokenId }) => tokenId))).toEqual(made);
    expect(first.tokens[0]).toMatchObject({ owner: { userId: bob.userId }, mayRevoke: true });
    await bob.get('/admin/tokens').expect(403);
  });

  it('are revoked at once; those of owners by owners alone', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    await alice.patch(`/users/${bob.userId}`, { role: 'admin' }).expect(200);
    const ofOwner = (await alice.post('/me/tokens', { name: 'backup', scope: 'admin' }).expect(201))
      .body as CreatedAccessToken;
    const ofEve = (await eve.post('/me/tokens', { name: 'script', scope: 'read' }).expect(201))
      .body as CreatedAccessToken;
    const use = (token: string) => server.api().get('/api/v1/me').set('authorization', `Bearer ${token}`);
    await use(ofEve.token).expect(200);
    expect((await tokensOf(bob)).tokens.find(({ tokenId }) => tokenId === ofOwner.tokenId)?.mayRevoke).toBe(
      false,
    );
    await bob.delete(`/admin/tokens/${ofOwner.tokenId}`).expect(403);
    await bob.delete(`/admin/tokens/${ofEve.tokenId}`).expect(204);
    await bob.delete(`/admin/tokens/${ofEve.tokenId}`).expect(404);
    await use(ofEve.token).expect(401);
    await use(ofOwner.token).expect(200);
    expect((await auditOf(alice, 'token.revoked'))[0]?.on.id).toBe(ofEve.tokenId);
  });
});
