import { describe, expect, it } from 'vitest';
import { actOn, message, say, Stage } from './stage.ts';

describe('reacting', () => {
  it('from the picker and by a button is one reaction, with a skin tone another, and each is taken back', async () => {
    await using stage = await Stage.open();
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    await say(jo.page, 'Lunch at noon?');
    await message(ana.page, 'Lunch at noon?').waitFor();
    const pick = async (name: string): Promise<void> => {
      await actOn(ana.page, 'Lunch at noon?', 'Add a reaction');
      const search = ana.page.getByRole('textbox', { name: 'Search emoji' });
      await search.fill(name);
      await search.press('Enter');
      await search.waitFor({ state: 'detached' });
    };
    const chip = (page: typeof jo.page, name: RegExp) =>
      message(page, 'Lunch at noon?').getByRole('button', { name });

    await pick('+1');
    await chip(jo.page, /^👍 1/).waitFor();
    await actOn(jo.page, 'Lunch at noon?', 'React with 👍');
    await chip(ana.page, /^👍 2/).waitFor();
    // One that is a text symbol without U+FE0F.
    await pick('airplane');
    await chip(jo.page, /^✈️ 1/).click();
    await chip(ana.page, /^✈️ 2/).click();
    await chip(jo.page, /^✈️ 1/).waitFor();

    await actOn(ana.page, 'Lunch at noon?', 'Add a reaction');
    await ana.page.getByRole('button', { name: 'Skin tone 1 of 6' }).click();
    await ana.page.keyboard.press('Escape');
    await pick('+1');
    await chip(jo.page, /^👍🏻 1/).waitFor();
    await pick('+1');
    await chip(jo.page, /^👍🏻/).waitFor({ state: 'detached' });
    // By the picker and by its chip.
    await chip(ana.page, /^👍 2/).click();
    await chip(jo.page, /^👍 1/).click();
    await chip(ana.page, /^👍/).waitFor({ state: 'detached' });
    expect([...jo.complaints, ...ana.complaints]).toEqual([]);
  });
});
