import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { password, pressSignOut, seriousFindings, Stage } from './stage.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const STEP_MS = 30_000;

/** The code of an authenticator app (RFC 6238). @param later steps from now */
function codeOf(secret: string, later = 0): string {
  const bits = [...secret].map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + later));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = mac.readUInt8(19) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Opens the settings at the second factor. */
async function openFactors(page: Page): Promise<void> {
  await page.keyboard.press('Control+,');
  await page.getByRole('tab', { name: 'Second factor' }).click();
}

async function enterPassword(page: Page): Promise<void> {
  await page.getByLabel('User name or e-mail').fill('jo');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function leave(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await pressSignOut(page);
  await page.getByLabel('User name or e-mail').waitFor();
}

it('a person loses the phone with the second factor', async () => {
  await using stage = await Stage.open();
  const { page, complaints } = await stage.register('Jo');
  await openFactors(page);
  await page.getByRole('button', { name: 'Set up authenticator app' }).click();
  await page.getByRole('img', { name: 'QR code' }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  const secret = (await page.getByRole('dialog').locator('code').textContent()) ?? '';
  await page.getByLabel('Code from your authenticator app').fill(codeOf(secret));
  await page.keyboard.press('Enter');
  const list = page.getByRole('list', { name: 'Recovery codes' });
  await list.waitFor();
  const codes = await list.locator('code').allTextContents();
  expect(codes).toHaveLength(10);
  expect(await seriousFindings(page)).toEqual([]);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('parley-recovery-codes.txt');
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(codes[9]);
  await page.getByRole('button', { name: 'I have saved these codes' }).click();
  await page.getByText('10 recovery codes are left.').waitFor();
  await leave(page);

  // With the phone, and from the keyboard alone.
  await enterPassword(page);
  await page.getByRole('heading', { name: 'Second step' }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.type('000000');
  await page.keyboard.press('Enter');
  await page.getByText('is wrong').waitFor();
  await page.getByLabel('Code from your authenticator app').fill(codeOf(secret, 1));
  await page.keyboard.press('Enter');
  await page.locator('#composer').waitFor();
  await pressSignOut(page);

  // The phone is gone.
  await page.getByLabel('User name or e-mail').waitFor();
  await enterPassword(page);
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(codes[0] ?? '');
  await page.keyboard.press('Enter');
  await page.locator('#composer').waitFor();
  await openFactors(page);
  await page.getByText('9 recovery codes are left.').waitFor();
  await page.getByRole('button', { name: 'Remove Authenticator app' }).click();
  await page.getByRole('button', { name: 'Set up authenticator app' }).waitFor();
  await leave(page);
  await enterPassword(page);
  await page.locator('#composer').waitFor();
  expect(complaints.filter((complaint) => !/status of 40[013]/.test(complaint))).toEqual([]);
});

/** Chromium's virtual authenticator, as a phone has one. @returns its id, and the session that commands it */
async function withAuthenticator(page: Page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, authenticatorId };
}

it('somebody signs in with a passkey, and by the offer in the form', async () => {
  await using stage = await Stage.open({ HOST: 'localhost' });
  // Passkeys are not for addresses of numbers.
  const at = `http://localhost:${stage.port}`;
  const { page, complaints } = await stage.register('Jo', { at });
  const { cdp, authenticatorId } = await withAuthenticator(page);
  await openFactors(page);
  await page.getByLabel('Name', { exact: true }).fill('My phone');
  await page.getByRole('button', { name: 'Add passkey' }).click();
  await page.getByRole('button', { name: 'I have saved these codes' }).click();
  await page.getByText('Not used yet').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Rename My phone' }).click();
  await page.getByLabel('Name', { exact: true }).first().fill('Old phone');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Rename Old phone' }).waitFor();
  // Nobody touches it until it is wanted.
  let touching = false;
  const setPresence = (enabled: boolean) =>
    cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
  await setPresence(false);
  await leave(page);
  // The authenticator answers what begins after it is touched: before the browser's dialog opens, and after its offer in the form.
  await page.route(/\/auth\/(passkey|second-step)\/options$/, async (route) => {
    if (touching) await setPresence(true);
    await route.continue();
  });
  touching = true;
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await page.locator('#composer').waitFor();

  // As the second step after the password.
  touching = false;
  await setPresence(false);
  await pressSignOut(page);
  await page.getByLabel('User name or e-mail').waitFor();
  await enterPassword(page);
  touching = true;
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await page.locator('#composer').waitFor();
  await openFactors(page);
  await page.getByText(/Last used/).waitFor();

  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  // Conditional UI: the browser offers the passkey in the form, and accepting it signs in without a press on the page.
  await setPresence(true);
  const offered = page.waitForResponse(
    (response) => response.url().endsWith('/auth/passkey') && response.ok(),
  );
  await pressSignOut(page);
  await offered;
  await page.locator('#composer').waitFor();
  expect(complaints.filter((complaint) => !/status of 40[013]/.test(complaint))).toEqual([]);
});

it('a role demands a second factor, and nothing else works without one', async () => {
  await using stage = await Stage.open({ SECOND_FACTOR_ROLES: 'owner' });
  const { page } = await stage.register('Jo');
  await page.getByText(/Your role requires a second factor. Set one up by/).waitFor();
  await page.getByRole('button', { name: 'Set up', exact: true }).click();
  await page.getByRole('button', { name: 'Set up authenticator app' }).waitFor();
  await page.keyboard.press('Escape');
  await page.context().close();

  await using strict = await Stage.open({ SECOND_FACTOR_ROLES: 'owner', SECOND_FACTOR_GRACE_DAYS: '0' });
  const other = await strict.register('Jo', { width: 390, height: 844 });
  await other.context.clearCookies();
  await other.page.evaluate(() => localStorage.clear());
  await other.page.goto(strict.url);
  await enterPassword(other.page);
  await other.page.getByRole('heading', { name: 'Set up a second factor' }).waitFor();
  expect(await seriousFindings(other.page)).toEqual([]);
  await other.page.getByRole('button', { name: 'Set up authenticator app' }).click();
  const secret = (await other.page.locator('main code').textContent()) ?? '';
  await other.page.getByLabel('Code from your authenticator app').fill(codeOf(secret));
  await other.page.keyboard.press('Enter');
  await other.page.getByRole('button', { name: 'I have saved these codes' }).click();
  await other.page.locator('#sidebar').waitFor();
});
