import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { message, password, say, seriousFindings, Stage } from './stage.ts';

it('a member leaves and takes the data along', async () => {
  await using stage = await Stage.open();
  const jo = await stage.register('Jo');
  const ana = await stage.register('Ana');
  await say(ana.page, 'the plan <b>of</b> ana');
  await message(jo.page, 'the plan').waitFor();

  // What is stored, and who can see it.
  await ana.page.keyboard.press('Control+,');
  await ana.page.getByRole('tab', { name: 'Your data' }).click();
  await ana.page.getByText('Private rooms and direct messages are not included.').waitFor();
  expect(await seriousFindings(ana.page)).toEqual([]);
  await ana.page.getByRole('button', { name: 'Start export' }).click();
  const download = ana.page.getByRole('button', { name: 'Download' });
  await download.waitFor();
  const [file] = await Promise.all([ana.page.waitForEvent('download'), download.click()]);
  expect(file.suggestedFilename()).toMatch(/^parley-own-.*\.zip$/);

  // It can be read without the server.
  const folder = mkdtempSync(join(tmpdir(), 'parley-takeout-'));
  await file.saveAs(join(folder, 'a.zip'));
  execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, 'a.zip'), join(folder, 'out')]);
  const messages = JSON.parse(readFileSync(join(folder, 'out/rooms/General/messages.json'), 'utf8')) as {
    text: string;
  }[];
  expect(messages.map(({ text }) => text)).toContain('the plan <b>of</b> ana');
  const reader = await ana.page.context().newPage();
  await reader.goto(pathToFileURL(join(folder, 'out/index.html')).href);
  await reader.getByRole('link', { name: 'General' }).click();
  await reader.getByText('the plan <b>of</b> ana').waitFor();
  expect(await seriousFindings(reader)).toEqual([]);
  await reader.close();

  // And then leaves.
  await ana.page.getByRole('button', { name: 'Delete your account…' }).click();
  await ana.page.getByLabel('Current password').fill(password);
  await ana.page.getByRole('button', { name: 'Delete account', exact: true }).click();
  // There are days in which one may come back.
  await ana.page.getByText('Your account will be deleted on').waitFor();
  expect(await seriousFindings(ana.page)).toEqual([]);
  await ana.page.keyboard.press('Escape');
  await ana.page.getByRole('status').getByText('Your account will be deleted on').waitFor();
  expect([...jo.complaints, ...ana.complaints]).toEqual([]);
});
