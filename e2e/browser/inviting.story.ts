import { leaveAdmin, openAdmin, openAdminPage } from './adminPages.ts';
import { describe, expect, it } from 'vitest';
import { message, password, say, seriousFindings, Stage } from './stage.ts';

describe('inviting', () => {
  it('the owner closes the door, makes a link, a newcomer comes in by it, and is let go again', async () => {
    await using stage = await Stage.open();
    const owner = await stage.register('Jo');
    const { page } = owner;
    await openAdmin(page);
    await page.getByLabel('Workspace name').fill('Kite Works');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByText('Saved').waitFor({ state: 'attached' });
    await page.getByRole('radio', { name: /People with an invitation/ }).click();
    expect(await seriousFindings(page)).toEqual([]);
    await openAdminPage(page, 'Invitations');
    await page.getByRole('button', { name: 'Create link' }).click();
    const list = page.getByRole('list', { name: 'Invitations' });
    const link = (await list.locator('code').textContent()) ?? '';
    await list.getByRole('button', { name: 'Show as QR code' }).click();
    await list.getByRole('img', { name: /QR code/ }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);

    const stranger = await stage.visitor();
    await stranger.page.goto(stage.url);
    await stranger.page.getByText('Ask somebody who is in it for an invitation').waitFor();
    expect(await stranger.page.getByRole('button', { name: 'Create an account' }).count()).toBe(0);
    await stranger.page.goto(link);
    await stranger.page.getByText('Jo invites you.').waitFor();
    expect(await seriousFindings(stranger.page)).toEqual([]);
    await stranger.page.getByLabel('Your name').fill('Ana');
    await stranger.page.getByLabel('Password').fill(password);
    await stranger.page.getByRole('button', { name: 'Start chatting' }).click();
    await stranger.page.locator('#composer').waitFor();
    await say(stranger.page, 'Thanks for having me');

    await list.getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No active invitations.').waitFor();
    const late = await stage.visitor();
    await late.page.goto(link);
    await late.page.getByText('This invitation has expired, was used up or was revoked.').waitFor();

    await openAdminPage(page, 'People');
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByLabel('Role of Ana').selectOption('moderator');
    await expect.poll(() => page.getByLabel('Role of Ana').inputValue()).toBe('moderator');
    await page.getByRole('button', { name: 'Deactivate Ana' }).click();
    await page.getByRole('button', { name: 'Deactivate Ana' }).click();
    await stranger.page.getByText('This account has been deactivated.').waitFor();
    await page.getByRole('button', { name: 'Reactivate Ana' }).waitFor();
    await leaveAdmin(page);
    await page.locator('#sidebar').getByText('Kite Works').waitFor();
    await message(page, 'Thanks for having me').waitFor();
    expect([...owner.complaints, ...stranger.complaints]).toEqual([]);
  });
});
