import { expect, it } from 'vitest';
import { RealProvider } from '../../server/src/features/openid/test/realProvider.ts';
import { pressSignOut, Stage } from './stage.ts';

it('who is signed in at the only provider comes in without a click, once in a visit, and never after signing out', async () => {
  const environment: Record<string, string> = {};
  await using stage = await Stage.open(environment);
  const redirectUri = `${stage.url}/api/v1/auth/openid/north/callback`;
  await using provider = await RealProvider.start(
    { redirectUri },
    { bo: { name: 'Bo North', email: 'bo@north.example', email_verified: true } },
  );
  const setting = {
    id: 'north',
    name: 'North',
    issuer: provider.issuer,
    clientId: RealProvider.clientId,
    clientSecret: RealProvider.clientSecret,
    private: true,
    silent: true,
  };
  Object.assign(environment, { PUBLIC_URL: stage.url, OIDC_PROVIDERS: JSON.stringify([setting]) });
  await stage.kill();
  await stage.start();
  await stage.register('Jo');

  // Nobody is signed in at the provider: the form is there, and says nothing.
  const { page, context, complaints } = await stage.visitor();
  let begun = 0;
  page.on('request', (request) => {
    if (request.url().includes('silent=true')) begun += 1;
  });
  const button = page.getByRole('link', { name: 'Sign in with North' });
  await page.goto(stage.url);
  await expect.poll(() => begun).toBe(1);
  await page.waitForURL((url) => url.origin === stage.url && url.search === '');
  await button.waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.reload();
  await button.waitFor();
  expect(begun).toBe(1);
  await button.click();
  await page.getByLabel('Account', { exact: true }).fill('bo');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.locator('#composer').waitFor();

  // The session here has ended, the one there has not; another window of the browser.
  await context.clearCookies({ name: /_refresh$/ });
  await page.close();
  const again = await context.newPage();
  await again.goto(stage.url);
  await again.locator('#composer').waitFor();

  await pressSignOut(again);
  await again.getByRole('link', { name: 'Sign in with North' }).waitFor();
  const later = await context.newPage();
  let tried = 0;
  later.on('request', (request) => {
    if (request.url().includes('silent=true')) tried += 1;
  });
  await later.goto(stage.url);
  await later.getByRole('link', { name: 'Sign in with North' }).waitFor();
  await later.reload();
  await later.getByRole('link', { name: 'Sign in with North' }).waitFor();
  expect(tried).toBe(0);
  expect(complaints).toEqual([]);
});
