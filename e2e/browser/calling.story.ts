import { describe, expect, it } from 'vitest';
import { message, password, say, seriousFindings, Stage } from './stage.ts';

describe('an unread room', () => {
  it('says why: its row leads to the message that made it so, and marks it as read', async () => {
    await using stage = await Stage.open({ RATE_LIMITS: 'false' });
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    const { page } = jo;
    await page.getByRole('button', { name: 'New message', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: /Ana/ }).click();
    await page.getByRole('button', { name: 'Start conversation', exact: true }).click();
    await page.getByText('This is the beginning of your conversation').waitFor();
    await say(ana.page, 'first of all');
    await say(ana.page, 'it is you, @jo !');
    for (let i = 0; i < 40; i++) await say(ana.page, `and more ${i}`);
    const row = page.locator('#sidebar li').filter({ hasText: 'General' });
    await expect.poll(() => row.textContent()).toMatch(/42 unread/);
    await row.hover();
    await row.getByRole('button', { name: 'Actions for General' }).click();
    expect(await seriousFindings(page)).toEqual([]);
    const why = page.getByRole('menuitem', { name: 'Jump to first unread' });
    const place = await why.boundingBox();
    // The pointer has left the row by the time it is on the menu, which must stay there.
    await page.mouse.move(900, 500);
    await page.evaluate(
      () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
    );
    expect(await why.boundingBox()).toEqual(place);
    await why.click();
    await expect
      .poll(() =>
        message(page, 'it is you').evaluate((line) => {
          const { top, bottom } = line.getBoundingClientRect();
          return top > 0 && bottom < innerHeight;
        }),
      )
      .toBe(true);
    await row.hover();
    await row.getByRole('button', { name: 'Actions for General' }).click();
    await page.getByRole('menuitem', { name: 'Mark as read' }).click();
    await expect.poll(() => row.textContent()).not.toMatch(/unread/);
    expect(jo.complaints).toEqual([]);
  });
});

describe('calling people', () => {
  it('gathers mentions and answers in one place, and asks before many are called', async () => {
    await using stage = await Stage.open({ RATE_LIMITS: 'false' });
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    for (let i = 0; i < 21; i++)
      await fetch(`${stage.url}/api/v1/auth/register`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: `guest${i}`, displayName: `Guest ${i}`, password }),
      });
    await jo.page.getByRole('button', { name: 'New message', exact: true }).click();
    await jo.page.getByRole('dialog').getByRole('button', { name: /Ana/ }).click();
    await jo.page.getByRole('button', { name: 'Start conversation', exact: true }).click();
    await jo.page.getByText('This is the beginning of your conversation').waitFor();
    await say(ana.page, 'nothing of interest');
    await say(ana.page, 'look here, @jo please');
    const row = jo.page.locator('#sidebar').getByRole('link', { name: /Mentions\W+1 unread/ });
    await row.click();
    const inbox = jo.page.getByRole('complementary', { name: 'Mentions' });
    await inbox.getByText('look here, @jo please').waitFor();
    expect(await inbox.getByText('nothing of interest').count()).toBe(0);
    expect(await seriousFindings(jo.page)).toEqual([]);

    // Twenty-two others: a confirmation is needed first, and the first Enter sends nothing.
    const composer = ana.page.locator('#composer');
    await composer.fill('lunch, @ro');
    await ana.page.getByRole('option', { name: /@room/ }).waitFor();
    await composer.press('Tab');
    await composer.press('Enter');
    await ana.page.getByText('This calls 22 people. Enter again sends it.').waitFor();
    expect(await message(ana.page, 'lunch').count()).toBe(0);
    await composer.press('Enter');
    await message(ana.page, 'lunch, @room').waitFor();
    // It appears in the open inbox by itself, and links to its place.
    await inbox.getByText('lunch, @room').click();
    await message(jo.page, 'lunch, @room').waitFor();
    await jo.page
      .locator('#sidebar')
      .getByRole('link', { name: /^Mentions$/ })
      .waitFor();
    expect([...jo.complaints, ...ana.complaints]).toEqual([]);
  });
});
