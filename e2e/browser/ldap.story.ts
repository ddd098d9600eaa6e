import { expect, it } from 'vitest';
import { hasSlapd, personDn, Slapd } from '../../server/src/features/directory/test/slapd.ts';
import { openAdmin, openAdminPage } from './adminPages.ts';
import { seriousFindings, Stage } from './stage.ts';

it.skipIf(!hasSlapd)(
  'an owner tests the directory, and gives a role by a group to who signs in by it',
  async () => {
    await using slapd = await Slapd.start();
    await slapd.add('dora', 'Dora of the directory', { mail: 'dora@example.org' });
    await slapd.group('teachers', [personDn('dora')]);
    await using stage = await Stage.open({
      ...slapd.settings,
      LDAP_GROUP_BASE: slapd.settings['LDAP_BASE'] ?? '',
    });
    const owner = await stage.register('Jo');
    const { page } = owner;
    await openAdmin(page, 'Directory (LDAP)');
    const main = page.getByRole('main');
    await main.getByRole('button', { name: 'Test the directory' }).click();
    await main.getByText('It works: 1 people can sign in.').waitFor();

    // What is no rule is refused at its field, and stays typed.
    const rules = main.getByLabel('Rules');
    await rules.fill('teachers become moderators');
    await main.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => rules.getAttribute('aria-invalid')).toBe('true');
    expect(await seriousFindings(page)).toEqual([]);
    await rules.fill('teachers => moderator\npainters => guest');
    await main.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').waitFor({ state: 'attached' });
    await main.getByRole('button', { name: 'Test the directory' }).click();
    await main.getByText('These groups are not in the directory: painters.').waitFor();
    expect(await seriousFindings(page)).toEqual([]);

    const dora = await stage.visitor();
    await dora.page.goto(stage.url);
    await dora.page.getByLabel('User name or e-mail').fill('dora');
    await dora.page.getByLabel('Password').fill('dora in the directory');
    await dora.page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await dora.page.locator('#composer').waitFor();
    await openAdminPage(page, 'People');
    await expect
      .poll(() =>
        main
          .getByLabel('Role of Dora of the directory')
          .inputValue()
          .catch(() => ''),
      )
      .toBe('moderator');
    // The directory is gone: the page says which step fails.
    await slapd.stop();
    await openAdminPage(page, 'Directory (LDAP)');
    await main.getByRole('button', { name: 'Test the directory' }).click();
    await main.getByText('The directory cannot be reached.').waitFor();
    expect([...owner.complaints, ...dora.complaints]).toEqual([]);
  },
);
