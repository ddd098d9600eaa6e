import type { InviteView } from '@parley/shared/workspace';
import { describe, expect, it } from 'vitest';
import { nowhere } from '../../test/build.js';
import { bodyOf, MailServer } from '../../test/mailServer.js';
import { startServer } from '../../test/startServer.js';

describe('invitations by e-mail', () => {
  it('carry the link to whom they are meant for, and are sent by those who may invite', async () => {
    using mail = await MailServer.start();
    await using server = await startServer(mail.settings);
    const { alice, bob } = await server.cast();
    // A header injected into a name stays part of the name.
    await alice.patch('/me', { displayName: 'Alice\r\nBcc: all@example.org' }).expect(200);
    const invite = (await alice.post('/invites', {}).expect(201)).body as InviteView;
    // Links in a mail do not use the Host of the request.
    await alice
      .post(`/invites/${invite.inviteId}/mail`, { email: 'Carol@Example.org' })
      .set('host', 'evil.example')
      .expect(204);
    expect(mail.letters.map(({ to }) => to)).toEqual([['carol@example.org']]);
    expect(bodyOf(mail.letters[0] ?? expect.fail())).toContain(
      `https://chat.example.org/join/${invite.code}`,
    );
    expect(mail.letters[0]?.raw).toMatch(/^Subject: Alice Bcc: all@example\.org invites/m);
    expect(mail.letters[0]?.raw).not.toMatch(/^Bcc:/m);
    for (const email of ['nobody', '', 'a@b.org, c@d.org', 'a@b.org\nBcc: x@y.org', { $ne: 1 }]) {
      const answer = await alice.post(`/invites/${invite.inviteId}/mail`, { email }).expect(400);
      expect(Object.keys((answer.body as { fields: object }).fields)).toContain('email');
    }
    await bob.post(`/invites/${invite.inviteId}/mail`, { email: 'x@example.org' }).expect(403);
    await alice.post(`/invites/${nowhere}/mail`, { email: 'x@example.org' }).expect(404);
    await alice.delete(`/invites/${invite.inviteId}`).expect(204);
    await alice.post(`/invites/${invite.inviteId}/mail`, { email: 'x@example.org' }).expect(404);
    expect(mail.letters).toHaveLength(1);
  });

  it('are limited, and say when the mail server does not take them', async () => {
    using mail = await MailServer.start(true);
    await using server = await startServer({ ...mail.settings, RATE_LIMITS: 'true' });
    const alice = await server.register('alice');
    const invite = (await alice.post('/invites', {}).expect(201)).body as InviteView;
    const send = () => alice.post(`/invites/${invite.inviteId}/mail`, { email: 'x@example.org' });
    expect((await send().expect(503)).body).toMatchObject({ code: 'unavailable' });
    for (let i = 0; i < 49; i++) await send();
    await send().expect(429);
  });

  it('can be tried by a letter to oneself, and are said to be there', async () => {
    using mail = await MailServer.start();
    await using server = await startServer(mail.settings);
    const { alice, bob } = await server.cast();
    expect((await server.api().get('/api/v1/workspace')).body).toMatchObject({ mail: true });
    await alice.post('/workspace/test-mail').expect(409);
    await alice.patch('/me', { email: 'alice@example.org' }).expect(200);
    await alice.post('/workspace/test-mail').expect(204);
    const tests = mail.letters.filter(({ raw }) => raw.includes('Subject: Test e-mail'));
    expect(tests.map(({ to }) => to)).toEqual([['alice@example.org']]);
    await bob.post('/workspace/test-mail').expect(403);
    await using without = await startServer();
    const carol = await without.register('carol', { email: 'carol@example.org' });
    await carol.post('/workspace/test-mail').expect(409);
  });
});
