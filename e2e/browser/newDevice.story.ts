import { expect, it } from 'vitest';
import { bodyOf, MailServer } from '../../server/src/test/mailServer.ts';
import { password, seriousFindings, signIn, Stage } from './stage.ts';

/** The path of the link in a letter. */
const linkIn = (letter: string): string =>
  /https:\/\/chat\.example\.org(\/(?:device|sign-in)\/#[\w.-]+)/.exec(letter)?.[1] ?? '';

it('a stranger who knows the password is noticed, and signed out by a press, in the app or from the mail', async () => {
  using mail = await MailServer.start();
  await using stage = await Stage.open({ ...mail.settings, SIGN_IN_LINKS: 'true' });
  const letter = async (index: number): Promise<string> => bodyOf(await mail.letter(index));
  // The address of the first account needs no confirmation.
  const made = await fetch(`${stage.url}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'jo', displayName: 'Jo', password, email: 'jo@example.org' }),
  });
  expect(made.status).toBe(201);
  const [jo, thief, phone] = [await stage.visitor(), await stage.visitor(), await stage.visitor()];
  await jo.page.goto(stage.url);
  await signIn(jo.page, 'jo');
  await letter(0);

  await thief.page.goto(stage.url);
  await signIn(thief.page, 'jo');
  const notice = jo.page.getByRole('alert', { name: 'Was that you?' });
  await notice.getByText('Chrome on Linux').waitFor();
  expect(await seriousFindings(jo.page)).toEqual([]);
  await notice.getByRole('button', { name: 'End that session' }).click();
  await thief.page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();
  await jo.page.getByRole('button', { name: 'Change password' }).click();
  await jo.page.getByLabel('Current password').waitFor();

  // By the link of the mail, where nobody is signed in. Opening it alone ends nothing.
  await letter(1);
  const stranger = await stage.visitor();
  await stranger.page.goto(stage.url);
  await signIn(stranger.page, 'jo');
  await phone.page.goto(stage.url + linkIn(await letter(2)));
  await phone.page.getByText('Somebody signed in to the account @jo from a new device.').waitFor();
  expect(await seriousFindings(phone.page)).toEqual([]);
  await stranger.page.reload();
  await stranger.page.locator('#composer').waitFor();
  await phone.page.getByRole('button', { name: 'End that session' }).click();
  await phone.page.getByText('That session has ended.').waitFor();
  await stranger.page.getByRole('heading', { name: 'Sign in to Parley' }).waitFor();

  // A link to sign in with.
  await phone.page.getByRole('button', { name: 'Go to Parley' }).click();
  await phone.page.getByRole('button', { name: 'E-mail me a link' }).click();
  await phone.page.getByLabel('E-mail').fill('jo@example.org');
  await phone.page.getByRole('button', { name: 'Send link' }).click();
  await phone.page.getByText('a link is on its way').waitFor();
  const link = stage.url + linkIn(await letter(3));
  await phone.page.goto(link);
  await phone.page.getByText('You are signing in as Jo (@jo).').waitFor();
  expect(await seriousFindings(phone.page)).toEqual([]);
  await phone.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await phone.page.locator('#composer').waitFor();
  await stranger.page.goto(link);
  await stranger.page.getByText('This link has expired or was already used.').waitFor();
  for (const { complaints } of [jo, thief, stranger, phone]) expect(complaints).toEqual([]);
});
