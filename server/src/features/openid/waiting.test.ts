import { expect, it } from 'vitest';
import { startServer } from '../../test/startServer.js';
import { OpenidBrowser, PUBLIC, callbackAddress, type Outcome } from './test/browser.js';
import { RealProvider } from './test/realProvider.js';

const people = {
  ana: { email: 'ana@north.example', email_verified: true, name: 'Ana North', preferred_username: 'ana' },
};

it('a stranger of a provider waits for a moderator where new accounts do, and has no name of a word of the filter', async () => {
  await using provider = await RealProvider.start({ redirectUri: callbackAddress('north') }, people);
  const { issuer } = provider;
  const { clientId, clientSecret } = RealProvider;
  const north = { id: 'north', name: 'north', issuer, clientId, clientSecret, private: true };
  await using server = await startServer({ PUBLIC_URL: PUBLIC, OIDC_PROVIDERS: JSON.stringify([north]) });
  const through = async (): Promise<Outcome> => {
    const browser = new OpenidBrowser(server);
    const page = await browser.begin('north');
    return await browser.comeBack(await provider.visit(page.href, 'ana'));
  };
  const boss = await server.register('boss');
  await boss
    .patch('/settings/newcomers', { version: 0, changes: [{ field: 'approval', value: 'uninvited' }] })
    .expect(200);
  await boss
    .put('/moderation/words', { version: 0, entries: [{ phrase: 'north', action: 'deny' }] })
    .expect(200);
  expect(await through()).toMatchObject({ result: 'waiting' });
  const { people: found } = (await boss.get('/moderation/newcomers').expect(200)).body as {
    people: { userId: string; by: string; displayName: string }[];
  };
  expect(found).toMatchObject([{ by: 'provider', displayName: 'ana' }]);
  await boss.post(`/moderation/newcomers/${found[0]?.userId ?? ''}/approve`).expect(204);
  expect(await through()).toMatchObject({ result: 'signed-in' });
});
