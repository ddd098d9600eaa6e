import type { RoomView } from '@parley/shared/rooms';
import { expect, it } from 'vitest';
import { startServer, type Person } from '../../test/startServer.js';
import { callbackAddress, OpenidBrowser, PUBLIC } from './test/browser.js';
import { RealProvider } from './test/realProvider.js';

it('gives roles and rooms by the groups of a claim, and takes them away at the next sign-in', async () => {
  const person = (groups: string[]) => ({ ana: { email: 'ana@x.example', email_verified: true, groups } });
  await using north = await RealProvider.start(
    { redirectUri: callbackAddress('north') },
    person(['staff', 'x']),
  );
  const setting = {
    id: 'north',
    issuer: north.issuer,
    clientId: RealProvider.clientId,
    clientSecret: RealProvider.clientSecret,
    private: true,
    require: { claim: 'groups', values: ['staff', 'visitors'] },
    groups: { claim: 'groups', rules: ['Staff => moderator, #design', 'visitors => guest'] },
  };
  await using server = await startServer({ PUBLIC_URL: PUBLIC, OIDC_PROVIDERS: JSON.stringify([setting]) });
  const boss = await server.register('boss');
  const { roomId } = (await boss.post('/rooms', { type: 'public', name: 'Design' }).expect(201))
    .body as RoomView;
  const browser = new OpenidBrowser(server);
  const through = async (): Promise<Person> => {
    const page = await browser.begin('north');
    await browser.comeBack(await north.visit(page.href, 'ana'));
    return (await browser.who()) ?? expect.fail();
  };
  const state = async (ana: Person): Promise<[string, boolean]> => {
    const { role } = (await ana.get('/me').expect(200)).body as { role: string };
    const members = JSON.stringify((await boss.get(`/rooms/${roomId}/members`).expect(200)).body);
    return [role, members.includes(ana.userId)];
  };
  expect(await state(await through())).toEqual(['moderator', true]);
  // A room that was renamed is no lost group.
  await boss.patch(`/rooms/${roomId}`, { name: 'Drawing' }).expect(200);
  await north.setAccounts(person(['staff', 'visitors']));
  expect(await state(await through())).toEqual(['moderator', true]);
  await north.setAccounts(person(['visitors']));
  const ana = await through();
  expect(await state(ana)).toEqual(['guest', false]);
  // Disconnected by a new password of an admin, say: nothing of the provider is left.
  await boss.patch(`/users/${ana.userId}`, { role: 'member' }).expect(200);
  expect(await state(await through())).toEqual(['member', false]);
  const audit = JSON.stringify((await boss.get('/audit?by=provider').expect(200)).body);
  expect(audit).toContain('person.roleChanged');
  expect(audit).toContain('room.memberRemoved');
});
