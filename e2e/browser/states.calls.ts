import type { Page } from 'playwright-core';
import { openDirect } from './direct.ts';
import type { Stage } from './stage.ts';

type Shoot = (page: Page, name: string) => Promise<void>;
type Options = NonNullable<Parameters<Stage['register']>[1]>;

const inCall = (page: Page) => page.getByRole('button', { name: 'Leave call' });

/** Waits for a picture of a camera, one's own or another's. */
const picture = (page: Page) =>
  page.waitForFunction(() =>
    [...document.querySelectorAll('video')].some(({ videoWidth }) => videoWidth > 0),
  );

/** A call between two people, from its preview to its message, and the test of the network. */
export async function visitCalls(stage: Stage, options: Options, shoot: Shoot): Promise<void> {
  const jo = await stage.register('Jo Rivera', options);
  const ana = await stage.register('Ana López', options);
  await openDirect(jo.page, 'Ana López');
  await jo.page.getByRole('button', { name: 'Start a call' }).click();
  await jo.page.getByRole('button', { name: 'Turn on camera' }).click();
  await picture(jo.page);
  await shoot(jo.page, 'call-preview');
  await jo.page.getByRole('button', { name: 'Start call' }).click();
  await inCall(jo.page).waitFor();
  await shoot(jo.page, 'call-calling');
  await ana.page.getByRole('alertdialog').waitFor();
  await shoot(ana.page, 'call-ringing');
  await ana.page.getByRole('button', { name: 'Accept', exact: true }).click();
  await picture(ana.page);
  await jo.page.getByRole('timer').waitFor();
  await shoot(ana.page, 'call-two');
  await jo.page.keyboard.press('Escape');
  await shoot(jo.page, 'call-minimised');
  await inCall(ana.page).click();
  await ana.page.getByRole('region', { name: /^Call · / }).waitFor();
  await shoot(ana.page, 'call-message');
  await jo.context.close();
  await ana.context.close();
}
