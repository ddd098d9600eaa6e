import { expect, it } from 'vitest';
import { leaveAdmin, openAdmin } from './adminPages.ts';
import { seriousFindings, Stage } from './stage.ts';

it('an owner changes a setting, sees it in the history and undoes it; a member may not open the page', async () => {
  await using stage = await Stage.open({ MAIL_FROM: 'Parley <chat@example.org>' });
  const jo = await stage.register('Jo');
  const { page } = jo;
  await openAdmin(page, 'Rate limits');
  const field = page.getByLabel('Searches per person and minute');
  await field.fill('0');
  await page.getByRole('button', { name: 'Save' }).click();
  // The browser itself enforces the limits; nothing was sent.
  expect(await field.evaluate((input: HTMLInputElement) => input.validity.valid)).toBe(false);
  await field.fill('55');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved').waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'History' }).click();
  const history = page.getByRole('list', { name: 'History' });
  await history.getByText('Searches per person and minute: default → 55').waitFor();
  expect(await seriousFindings(page)).toEqual([]);

  // Another tab had the page open: what it saves on top is refused, and nothing is overwritten.
  const other = await jo.context.newPage();
  await other.goto(`${stage.url}/admin/rate-limits`);
  await other.getByLabel('Searches per person and minute').fill('66');
  await page.getByLabel('Uploads per person in 10 minutes').fill('77');
  await page.getByRole('button', { name: 'Save' }).click();
  await history.getByText('Uploads per person in 10 minutes: default → 77').waitFor();
  await other.getByRole('button', { name: 'Save' }).click();
  await other.getByText('Somebody else has changed these settings meanwhile').waitFor();
  await other.close();

  await history.getByRole('button', { name: 'Undo' }).last().click();
  await history.getByText('Searches per person and minute: 55 → default').waitFor();
  await expect.poll(() => field.inputValue()).toBe('120');

  // What the environment fixes is shown, and cannot be changed.
  await page.getByRole('link', { name: 'E-mail and push' }).click();
  await page.getByText('Set by the environment variable MAIL_FROM').waitFor();
  expect(await page.getByLabel('Sender').isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Send me a test e-mail' }).click();
  await page.getByText(/no e-mail address to write to|No mail server is set up/).waitFor();
  expect(await seriousFindings(page)).toEqual([]);

  // On a phone the list comes first, and Back leads to it.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('link', { name: 'Workspace settings' }).click();
  await page.getByRole('link', { name: 'People', exact: true }).click();
  await page.getByRole('list', { name: 'People' }).waitFor();
  await page.goBack();
  await page.getByRole('navigation', { name: 'Workspace settings' }).waitFor();
  await leaveAdmin(page);

  const ana = await stage.register('Ana');
  await ana.page.goto(`${stage.url}/admin/rate-limits`);
  await ana.page.getByText('You can’t open this page').waitFor();
  await ana.page.getByRole('link', { name: 'Back to chat' }).click();
  await ana.page.locator('#composer').waitFor();
  expect([...jo.complaints, ...ana.complaints]).toEqual([]);
});
