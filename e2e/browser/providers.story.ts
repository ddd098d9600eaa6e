import { expect, it } from 'vitest';
import { RealProvider } from '../../server/src/features/openid/test/realProvider.ts';
import { password, pressSignOut, Stage } from './stage.ts';

const people = {
  jo: { name: 'Jo Rivera', email: 'jo@north.example', email_verified: true },
  bo: { name: 'Bo North', email: 'bo@north.example', email_verified: true, preferred_username: 'bo' },
  cleo: { name: 'Cleo', email: 'cleo@north.example', email_verified: false },
};

it('an owner connects a provider and a stranger signs in by it', async () => {
  const environment: Record<string, string> = {};
  await using stage = await Stage.open(environment);
  const callback = `${stage.url}/api/v1/auth/openid/north/callback`;
  await using provider = await RealProvider.start({ redirectUri: callback }, people);
  const setting = {
    id: 'north',
    name: 'North',
    issuer: provider.issuer,
    clientId: RealProvider.clientId,
    clientSecret: RealProvider.clientSecret,
    private: true,
  };
  Object.assign(environment, { PUBLIC_URL: stage.url, OIDC_PROVIDERS: JSON.stringify([setting]) });
  await stage.kill();
  await stage.start();

  const owner = await stage.register('Jo');
  const { page } = owner;
  const atProvider = async (on: typeof page, account: string): Promise<void> => {
    await on.getByLabel('Account', { exact: true }).fill(account);
    await on.getByRole('button', { name: 'Continue' }).click();
  };

  // The owner connects it.
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('tab', { name: 'Connected accounts' }).click();
  await page.getByRole('button', { name: 'Connect North' }).click();
  await atProvider(page, 'jo');
  await page.getByText('North is connected. You can sign in with it from now on.').waitFor();
  await page.getByText('jo@north.example').waitFor();
  expect(new URL(page.url()).search).toBe('');
  await page.keyboard.press('Escape');

  // And signs in by it: the provider knows this browser and asks nothing.
  await pressSignOut(page);
  await page.getByRole('link', { name: 'Sign in with North' }).click();
  await page.locator('#composer').waitFor();
  expect(new URL(page.url()).search).toBe('');
  await pressSignOut(page);
  await page.getByRole('link', { name: 'Sign out of North, too' }).waitFor();

  // A stranger comes in, and stays after a reload.
  const stranger = await stage.visitor();
  await stranger.page.goto(stage.url);
  await stranger.page.getByRole('link', { name: 'Sign in with North' }).click();
  await stranger.page.getByRole('button', { name: 'Cancel' }).click();
  await stranger.page.getByText('You did not sign in with North. Nothing was changed.').waitFor();
  await stranger.page.getByRole('link', { name: 'Sign in with North' }).click();
  await atProvider(stranger.page, 'bo');
  await stranger.page.locator('#composer').waitFor();
  await stranger.page.reload();
  await stranger.page.locator('#composer').waitFor();
  await stranger.page.getByText('Bo North').first().waitFor();

  // Somebody whose address is not confirmed reads why not, on a phone in Spanish.
  const phone = await stage.visitor({ width: 390, height: 844, touch: true, locale: 'es-ES' });
  await phone.page.goto(stage.url);
  await phone.page.getByRole('link', { name: 'Iniciar sesión con North' }).click();
  await atProvider(phone.page, 'cleo');
  await phone.page.getByText('Tu dirección de correo no está confirmada en North.').waitFor();
  // The password is another way in, as before.
  await page.getByLabel('User name or e-mail').fill('jo');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.locator('#composer').waitFor();
  expect([...owner.complaints, ...stranger.complaints, ...phone.complaints]).toEqual([]);
});
