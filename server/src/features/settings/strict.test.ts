import { expect, it } from 'vitest';
import { startServer } from '../../test/startServer.js';
import { refreshSettings } from './settings.access.js';
import { SettingsDocs } from './settings.model.js';

it('settings that protect something are stricter and not looser where what is stored cannot be read', async () => {
  await using server = await startServer();
  const { alice } = await server.cast();
  const store = async (name: string, version: number, values: object): Promise<void> => {
    await SettingsDocs(server.app.server).replaceOne(
      { _id: name },
      { version, values, history: [] },
      { upsert: true },
    );
    await refreshSettings(server.app.server);
  };
  const roles = (): unknown => server.app.server.config.SECOND_FACTOR_ROLES;
  await store('secondFactor', 1, { roles: ['admin', 'editor'] });
  expect(roles()).toEqual(['admin']);
  await store('secondFactor', 2, { roles: 'admins' });
  expect(roles()).toEqual(['owner', 'admin', 'moderator', 'member', 'guest']);
  await store('secondFactor', 3, { roles: ['admin'], formerly: true });
  expect(roles()).toEqual(['admin']);
  await store('secondFactor', 4, {});
  expect(roles()).toEqual([]);
  await store('registration', 1, { emailDomains: 'example.org' });
  const body = { username: 'new', displayName: 'New', password: 'new has a long password' };
  const join = (email: string) =>
    server
      .api()
      .post('/api/v1/auth/register')
      .send({ ...body, email });
  await join('new@example.org').expect(400);
  await store('registration', 2, { emailDomains: ['example.org', 7] });
  await join('new@elsewhere.org').expect(400);
  await join('new@example.org').expect(201);
  await alice.get('/settings').expect(200);
});
