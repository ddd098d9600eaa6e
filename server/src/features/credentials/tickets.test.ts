import { describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../../test/startServer.js';
import { findAccountByLogin } from '../users/users.access.js';
import { provePassword } from './credentials.actions.js';
import type { Proven } from './credentials.access.js';
import { makeTicket, readTicket, TICKET_SECONDS } from './tickets.access.js';

async function prove(server: TestServer, username: string, password: string): Promise<Proven> {
  const user = await findAccountByLogin(server.app.server, username);
  const proven = await provePassword(server.app.server, user, password);
  if (!proven) throw new Error('not proven');
  return proven;
}

const refused = { code: 'unauthenticated' };

describe('a ticket for a second step', () => {
  it('says who has taken the first, for one purpose, for a few minutes', async () => {
    await using server = await startServer();
    await using other = await startServer();
    const { bob } = await server.cast();
    const { server: of } = server.app;
    const proven = await prove(server, 'bob', 'bob has a long password');
    const ticket = makeTicket(of, proven, { purpose: 'sign-in' });
    const inSeconds = (seconds: number): Date => new Date(Date.now() + seconds * 1000);
    const read = await readTicket(of, ticket, 'sign-in', inSeconds(TICKET_SECONDS - 5));
    expect(String(read.user._id)).toBe(bob.userId);
    expect(read.credential).toMatchObject({ _id: proven.credential._id, kind: 'password' });
    await expect(readTicket(of, ticket, 'sign-in', inSeconds(TICKET_SECONDS + 1))).rejects.toMatchObject(
      refused,
    );
    await expect(readTicket(of, ticket, 'confirm')).rejects.toMatchObject(refused);
    await expect(readTicket(other.app.server, ticket, 'sign-in')).rejects.toMatchObject(refused);
  });

  it('is no token of another kind, nor is one of those a ticket', async () => {
    await using server = await startServer();
    const { bob } = await server.cast();
    const { server: of } = server.app;
    const ticket = makeTicket(of, await prove(server, 'bob', 'bob has a long password'), {
      purpose: 'sign-in',
    });
    await server.api().get('/api/v1/me').set('authorization', `Bearer ${ticket}`).expect(401);
    await server.api().post('/api/v1/auth/logout').send({ signOutToken: ticket }).expect(401);
    const { accessToken, signOutToken } = bob.granted;
    const [head = '', claims = '', mac = ''] = ticket.split('.');
    const altered = Buffer.from(
      Buffer.from(claims, 'base64url').toString().replace(bob.userId, '0'.repeat(24)),
    ).toString('base64url');
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    const fakes = [accessToken, signOutToken, '', 'x', `${head}.${altered}.${mac}`, `${none}.${claims}.`];
    for (const fake of fakes) await expect(readTicket(of, fake, 'sign-in')).rejects.toMatchObject(refused);
    await expect(readTicket(of, ticket, 'sign-in')).resolves.toBeDefined();
  });

  it('ends with the password it was made by, and with the account', async () => {
    await using server = await startServer();
    const { alice, bob, eve } = await server.cast();
    const { server: of } = server.app;
    const byBob = makeTicket(of, await prove(server, 'bob', 'bob has a long password'), {
      purpose: 'confirm',
    });
    await bob
      .post('/me/password', { currentPassword: 'bob has a long password', newPassword: 'another long one' })
      .expect(204);
    await expect(readTicket(of, byBob, 'confirm')).rejects.toMatchObject(refused);
    const next = makeTicket(of, await prove(server, 'bob', 'another long one'), { purpose: 'confirm' });
    const byEve = makeTicket(of, await prove(server, 'eve', 'eve has a long password'), {
      purpose: 'confirm',
    });
    for (const ticket of [next, byEve])
      await expect(readTicket(of, ticket, 'confirm')).resolves.toBeDefined();
    await alice.patch(`/users/${bob.userId}`, { active: false }).expect(200);
    await alice.post(`/users/${eve.userId}/erase`, { username: 'eve', messages: 'keep' }).expect(200);
    for (const ticket of [next, byEve])
      await expect(readTicket(of, ticket, 'confirm')).rejects.toMatchObject(refused);
  });
});
