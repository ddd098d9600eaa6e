import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { expect, it } from 'vitest';
import { DatabaseProcess } from '../world/programs.ts';
import { leaveAdmin, openAdmin } from './adminPages.ts';
import { actOn, createRoom, message, say, seriousFindings, Stage } from './stage.ts';

const DAY_MS = 86_400_000;

/** Makes messages and what was before them in their rooms 40 days old. Resolves to the number of messages. */
async function age(uri: string, texts: string[]): Promise<number> {
  await using mongo = new MongoClient(uri);
  const messages = mongo.db().collection('messages');
  let aged = 0;
  for (const text of texts) {
    const last = await messages.findOne({ text });
    const before = { roomId: last?.['roomId'] as unknown, seq: { $lte: last?.['seq'] as unknown } };
    const createdAt = new Date(Date.now() - 40 * DAY_MS);
    aged += (await messages.updateMany(before, { $set: { createdAt } })).modifiedCount;
  }
  return aged;
}

it('an owner sets a rule after a dry run: old messages go from open pages and from one that was away, and a hold stays [R-6 R-7]', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-retention-'));
  const database = new DatabaseProcess(folder);
  await database.start();
  try {
    // Neither a new rule nor a raised floor waits.
    const environment = {
      MONGODB_URI: database.uri(),
      RETENTION_GRACE_HOURS: '0',
      HEADS_CACHED_SECONDS: '0',
    };
    await using stage = await Stage.open(environment);
    const jo = await stage.register('Jo');
    const ana = await stage.register('Ana');
    const bo = await stage.register('Bo', { width: 390, height: 844 });
    await say(jo.page, 'an old message');
    await say(jo.page, 'a new message');
    await createRoom(jo.page, 'Case');
    await say(jo.page, 'old evidence');
    await say(jo.page, 'a word after it');
    await message(jo.page, 'a word after it').waitFor();
    await message(ana.page, 'a new message').waitFor();
    await message(bo.page, 'a new message').waitFor();
    const aged = await age(database.uri(), ['an old message', 'old evidence']);
    expect(aged).toBeGreaterThan(2);
    // What drops messages is loaded after the first room: the network goes before it has come.
    await bo.context.route(/\/Overlays-/, (route) => route.abort());
    const lost = bo.page.waitForEvent('requestfailed', (request) => request.url().includes('/Overlays-'));
    await bo.page.reload();
    await lost;
    await message(bo.page, 'a new message').waitFor();
    await bo.context.setOffline(true);
    await bo.context.unroute(/\/Overlays-/);

    await openAdmin(jo.page, 'Retention');
    await jo.page.getByRole('combobox', { name: /^Hold/ }).selectOption({ label: '# Case' });
    await jo.page.getByLabel('Reason').fill('The case of the teapot');
    await jo.page.getByRole('button', { name: 'Add hold' }).click();
    await jo.page.getByRole('list', { name: 'Legal holds' }).getByText('The case of the teapot').waitFor();
    await jo.page.getByLabel('Delete after days').fill('30');
    await jo.page.getByRole('button', { name: 'Count what would be deleted' }).click();
    const preview = jo.page.getByRole('region', { name: 'Count what would be deleted' });
    // All but the one in the room on hold.
    await preview.getByText(`Now this would delete ${aged - 1} messages and 0 files`).waitFor();
    await preview.getByRole('listitem').filter({ hasText: 'Case' }).getByText('On hold').waitFor();
    expect(await seriousFindings(jo.page)).toEqual([]);
    // Nothing is deleted by counting.
    expect(await message(ana.page, 'an old message').isVisible()).toBe(true);
    await preview.waitFor();
    await jo.page.getByRole('button', { name: 'Apply this rule' }).click();

    await message(ana.page, 'an old message').waitFor({ state: 'detached' });
    expect(await message(ana.page, 'a new message').isVisible()).toBe(true);
    expect(await message(bo.page, 'an old message').count()).toBe(1);
    await bo.context.setOffline(false);
    await message(bo.page, 'an old message').waitFor({ state: 'detached' });
    expect(await message(bo.page, 'a new message').isVisible()).toBe(true);

    await leaveAdmin(jo.page);
    await jo.page.locator('#sidebar').getByRole('link', { name: /Case/ }).click();
    await message(jo.page, 'old evidence').waitFor();
    // What is on hold is not deleted by hand either.
    await actOn(jo.page, 'old evidence', 'More actions', 'Delete');
    await jo.page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await jo.page
      .getByText(/it is under a legal hold/)
      .first()
      .waitFor();
    await message(jo.page, 'old evidence').waitFor();
    expect([...jo.complaints, ...ana.complaints]).toEqual([]);
  } finally {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
