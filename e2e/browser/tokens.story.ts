import { describe, expect, it } from 'vitest';
import { message, seriousFindings, Stage } from './stage.ts';

describe('an access token', () => {
  it('is shown once, lets a program write, and no more when it is revoked', async () => {
    await using stage = await Stage.open();
    const { page, complaints } = await stage.register('Jo');
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'Access tokens' }).click();
    await page.getByLabel('Token name').fill('deploy bot');
    await page.getByLabel('Permissions').selectOption('write');
    await page.getByRole('button', { name: 'Create token' }).click();
    const shown = page.getByRole('dialog').locator('code');
    await shown.waitFor();
    const token = (await shown.textContent()) ?? '';
    expect(token).toMatch(/^parley_/);
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Copy token' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);
    const roomId = /rooms\/([0-9a-f]{24})/.exec(page.url())?.[1] ?? '';
    const post = (text: string): Promise<Response> =>
      fetch(`${stage.url}/api/v1/rooms/${roomId}/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ text }),
      });
    expect((await post('deployed by a program')).status).toBe(201);
    await page.keyboard.press('Escape');
    await message(page, 'deployed by a program').waitFor();
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'Access tokens' }).click();
    await page.getByText(/Read and write .* Last used: Today/).waitFor();
    expect(await page.getByText(token).count()).toBe(0);
    await page.getByRole('button', { name: 'Revoke deploy bot' }).click();
    await page.getByRole('button', { name: 'Revoke deploy bot' }).waitFor({ state: 'detached' });
    expect((await post('again')).status).toBe(401);
    expect(complaints).toEqual([]);
  });
});
