import { expect, it } from 'vitest';
import { openAdmin, openAdminPage } from './adminPages.ts';
import { seriousFindings, Stage } from './stage.ts';

it('an owner makes a token for an identity provider, which adds somebody, and revokes it', async () => {
  await using stage = await Stage.open();
  const { page, complaints } = await stage.register('Jo', { width: 390, height: 844 });
  await page.getByRole('link', { name: 'Back to rooms' }).click();
  await openAdmin(page, 'Provisioning');
  const main = page.getByRole('main');
  await main.getByText(`${stage.url}/scim/v2`).waitFor();
  const create = main.getByRole('button', { name: 'Create token' });
  expect(await create.isDisabled()).toBe(true);
  await main.getByLabel('Identity provider').fill('Okta');
  await page.keyboard.press('Enter');
  await main.getByText('It is not shown again.').waitFor();
  const tokens = main.getByRole('list', { name: 'Provisioning' });
  await tokens.getByText('Okta').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  const token = (await main.getByRole('status').locator('code').textContent()) ?? '';

  const scim = (path: string, body?: object): Promise<Response> =>
    fetch(`${stage.url}/scim/v2${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const made = await scim('/Users', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: 'vera',
    displayName: 'Vera of Okta',
    active: true,
  });
  expect(made.status).toBe(201);
  await openAdminPage(page, 'People');
  await main.getByText('Vera of Okta').waitFor();

  await openAdminPage(page, 'Provisioning');
  // The token itself is gone with the page that showed it.
  expect(await main.getByText('It is not shown again.').count()).toBe(0);
  await tokens.getByText('last used: Today').waitFor();
  await tokens.getByRole('button', { name: 'Revoke the token Okta' }).click();
  await tokens.getByText('Okta').waitFor({ state: 'detached' });
  expect((await scim('/Users')).status).toBe(401);
  expect(complaints).toEqual([]);
});
