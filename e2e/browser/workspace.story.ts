import { leaveAdmin, openAdminPage } from './adminPages.ts';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import sharp from 'sharp';
import { SMTPServer } from 'smtp-server';
import { expect, it } from 'vitest';
import { seriousFindings, Stage } from './stage.ts';

it('the owner gives the workspace a picture and limits, tries the mail server, and invites by e-mail', async () => {
  const letters: string[] = [];
  const mail = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      void text(stream).then((letter) => {
        letters.push(letter.replace(/=\r\n/g, ''));
        done();
      });
    },
  });
  mail.listen(0, '127.0.0.1');
  await once(mail.server, 'listening');
  await using stage = await Stage.open({
    SMTP_URL: `smtp://127.0.0.1:${(mail.server.address() as AddressInfo).port}`,
    MAIL_FROM: 'Parley <chat@example.org>',
    PUBLIC_URL: 'http://chat.example.org',
  });
  const { page, complaints } = await stage.register('Jo');
  const ana = await stage.register('Ana');
  const steps = page.getByRole('region', { name: 'Getting started' });
  await steps.getByRole('button', { name: 'Try push and e-mail' }).click();
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Change picture' }).click();
  const buffer = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#8844cc' } })
    .png()
    .toBuffer();
  await (await chosen).setFiles({ name: 'sign.png', mimeType: 'image/png', buffer });
  // On the pages of members, and on the sign-in form.
  const sign = 'img[src*="/workspace/picture"]';
  await ana.page.locator('#sidebar').locator(sign).waitFor();
  const stranger = await stage.visitor();
  await stranger.page.goto(stage.url);
  await stranger.page.locator(sign).waitFor();

  await page.getByLabel('Maximum file size, in MB').fill('101');
  await page.getByRole('button', { name: 'Save limits' }).click();
  // The browser itself enforces the limits; nothing was sent.
  expect(
    await page
      .getByLabel('Maximum file size, in MB')
      .evaluate((input: HTMLInputElement) => input.validity.valid),
  ).toBe(false);
  await page.getByLabel('Maximum file size, in MB').fill('20');
  await page.getByRole('button', { name: 'Save limits' }).click();
  await expect.poll(() => page.getByRole('button', { name: 'Save limits' }).isDisabled()).toBe(true);
  const reaching = page.getByRole('region', { name: 'Server setup' });
  await reaching.getByRole('button', { name: 'Test' }).last().click();
  await reaching.getByText('Your profile has no e-mail address to write to.').waitFor();
  expect(await seriousFindings(page)).toEqual([]);

  await openAdminPage(page, 'Invitations');
  await page.getByRole('button', { name: 'Create link' }).click();
  const link = (await page.getByRole('list', { name: 'Invitations' }).locator('code').textContent()) ?? '';
  await page.getByLabel('Send it to an e-mail address').fill('carol@example.org');
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect.poll(() => letters.length).toBe(1);
  expect(letters[0]).toContain('To: carol@example.org');
  expect(letters[0]).toContain(`http://chat.example.org${new URL(link).pathname}`);
  await leaveAdmin(page);
  await steps.getByRole('button', { name: 'Try push and e-mail' }).getByLabel('done').waitFor();
  expect([...complaints, ...ana.complaints]).toEqual([]);
  mail.close();
});
