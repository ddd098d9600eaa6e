import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { InviteView } from '@parley/shared/workspace';
import { SMTPServer } from 'smtp-server';
import { describe, expect, it } from 'vitest';
import { nowhere } from '../../test/build.js';
import { startServer } from '../../test/startServer.js';

interface Letter {
  to: string[];
  raw: string;
}

/** A mail server that keeps what it is given, or takes nothing. */
async function startMailServer(
  refuses = false,
): Promise<{ url: string; letters: Letter[]; close: () => void }> {
  const letters: Letter[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => done(refuses ? new Error('nobody here') : undefined),
    onData: (stream, session, done) => {
      void text(stream).then((raw) => {
        letters.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw });
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, letters, close: () => server.close() };
}

const settings = (url: string): Record<string, string> => ({
  SMTP_URL: url,
  MAIL_FROM: 'Parley <chat@example.org>',
  PUBLIC_URL: 'https://chat.example.org',
});

/** The text of a letter, without how it was wrapped for the way. */
const bodyOf = ({ raw }: Letter): string => raw.slice(raw.indexOf('\r\n\r\n')).replace(/=\r\n/g, '');

describe('invitations by e-mail', () => {
  it('carry the link to whom they are meant for, and are sent by those who may invite', async () => {
    const mail = await startMailServer();
    await using server = await startServer(settings(mail.url));
    const { alice, bob } = await server.cast();
    // Who puts another header into a name has a long name.
    await alice.patch('/me', { displayName: 'Alice\r\nBcc: all@example.org' }).expect(200);
    const invite = (await alice.post('/invites', {}).expect(201)).body as InviteView;
    // The host a request speaks of is not what a letter leads to.
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
    mail.close();
  });

  it('are limited, and say when the mail server does not take them', async () => {
    const mail = await startMailServer(true);
    await using server = await startServer({ ...settings(mail.url), RATE_LIMITS: 'true' });
    const alice = await server.register('alice');
    const invite = (await alice.post('/invites', {}).expect(201)).body as InviteView;
    const send = () => alice.post(`/invites/${invite.inviteId}/mail`, { email: 'x@example.org' });
    expect((await send().expect(503)).body).toMatchObject({ code: 'unavailable' });
    for (let i = 0; i < 49; i++) await send();
    await send().expect(429);
    mail.close();
  });

  it('can be tried by a letter to oneself, and are said to be there', async () => {
    const mail = await startMailServer();
    await using server = await startServer(settings(mail.url));
    const { alice, bob } = await server.cast();
    expect((await server.api().get('/api/v1/workspace')).body).toMatchObject({ mail: true });
    await alice.post('/workspace/test-mail').expect(409);
    await alice.patch('/me', { email: 'alice@example.org' }).expect(200);
    await alice.post('/workspace/test-mail').expect(204);
    expect(mail.letters.map(({ to }) => to)).toEqual([['alice@example.org']]);
    await bob.post('/workspace/test-mail').expect(403);
    mail.close();
    await using without = await startServer();
    const carol = await without.register('carol', { email: 'carol@example.org' });
    await carol.post('/workspace/test-mail').expect(409);
  });
});
