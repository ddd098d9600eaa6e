import type { BrowserContext, CDPSession, Page, Worker } from 'playwright-core';
import { expect, it } from 'vitest';
import { PushService } from '../../server/src/test/pushService.ts';
import { openDirect } from './direct.ts';
import { audible, watchMedia } from './media.ts';
import { Stage } from './stage.ts';

/** Runs in the page: has the server send this person's pushes there. */
async function subscribe(subscription: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const granted = await fetch('/api/v1/auth/refresh', { method: 'POST', headers });
  const { accessToken } = (await granted.json()) as { accessToken: string };
  const answer = await fetch('/api/v1/me/push', {
    method: 'PUT',
    headers: { ...headers, authorization: `Bearer ${accessToken}` },
    body: JSON.stringify(subscription),
  });
  if (!answer.ok) throw new Error(String(answer.status));
}

/**
 * Runs in the worker, as if the person had pressed a button of the notification. Only a real click may open a window: the
 * test opens it, at the address that the worker wants.
 */
const press = (action: string): string => `(async () => {
  const [notification] = await self.registration.getNotifications();
  self.opened = '';
  self.clients.openWindow = async (path) => {
    self.opened = new URL(path, self.registration.scope).href;
    for (;;) {
      const [page] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
      if (page?.url === self.opened) return page;
      await fetch('api/v1/health', { cache: 'no-store' }).catch(() => undefined);
    }
  };
  const event = new NotificationEvent('notificationclick', { notification, action: '${action}' });
  let work;
  event.waitUntil = (promise) => (work = promise);
  self.dispatchEvent(event);
  self.pressed = work;
})()`;

/** A browser whose pages are closed, as the push service reaches it. */
class Asleep {
  private passed = 0;
  private constructor(
    private readonly context: BrowserContext,
    private readonly devtools: CDPSession,
    private readonly target: { origin: string; registrationId: string },
    private readonly service: PushService,
  ) {}

  static async of(stage: Stage, context: BrowserContext, page: Page, service: PushService): Promise<Asleep> {
    await page.evaluate('navigator.serviceWorker.ready');
    await page.evaluate(subscribe, service.subscription());
    const other = await context.newPage();
    const devtools = await context.newCDPSession(other);
    const registered = new Promise<string>((resolve) =>
      devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const [first] = registrations;
        if (first) resolve(first.registrationId);
      }),
    );
    await devtools.send('ServiceWorker.enable');
    const target = { origin: stage.url, registrationId: await registered };
    await page.close();
    return new Asleep(context, devtools, target, service);
  }

  get worker(): Worker {
    const [worker] = this.context.serviceWorkers();
    if (!worker) throw new Error('no worker runs');
    return worker;
  }

  /** Delivers the next push that the server has sent. */
  async wake(): Promise<void> {
    this.passed += 1;
    await this.service.wait(this.passed);
    const data = JSON.stringify(this.service.got[this.passed - 1]?.payload);
    await this.devtools.send('ServiceWorker.deliverPushMessage', { ...this.target, data });
  }

  /** The notifications that are shown, and their buttons. */
  shown(): Promise<{ title: string; body: string; actions: string[] }[]> {
    return this.worker.evaluate(`self.registration.getNotifications().then((all) =>
      all.map(({ title, body, actions }) => ({ title, body, actions: actions.map(({ title }) => title) })))`);
  }
}

/** Calls, once the other is away: while they look at a page, nothing is pushed. */
async function call(page: Page, asleep: Asleep): Promise<void> {
  await page
    .getByRole('img', { name: /offline/ })
    .or(page.getByText('offline'))
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Start a call' }).click();
  await page.getByRole('button', { name: 'Start call' }).click();
  await asleep.wake();
  await expect
    .poll(() => asleep.shown())
    .toEqual([{ title: 'Jo', body: '📞 Call', actions: ['Accept', 'Decline'] }]);
}

async function scene(stage: Stage, service: PushService) {
  const jo = await stage.register('Jo');
  const ana = await stage.register('Ana', { worker: true });
  await watchMedia(jo.page);
  await openDirect(jo.page, 'Ana');
  const asleep = await Asleep.of(stage, ana.context, ana.page, service);
  await call(jo.page, asleep);
  return { jo, ana, asleep };
}

/** Accepts what rings. @returns the page that it opens */
async function accept(context: BrowserContext, asleep: Asleep): Promise<Page> {
  await asleep.worker.evaluate(press('accept'));
  const address = (): Promise<string> => asleep.worker.evaluate<string>('self.opened');
  await expect.poll(address).toContain('/rooms/');
  const page = await context.newPage();
  await page.goto(await address());
  return page;
}

it('a call is accepted from its notification: a page opens and is in the call, with its microphone as it was last', async () => {
  await using stage = await Stage.open({ ALLOW_PRIVATE_ADDRESSES: 'true' });
  await using service = await PushService.open();
  const { jo, ana, asleep } = await scene(stage, service);
  const page = await accept(ana.context, asleep);
  const inCall = page.getByRole('region', { name: /^Call: / });
  await inCall.getByRole('button', { name: 'Mute', exact: true }).click();
  await inCall.getByRole('button', { name: 'Unmute' }).click();
  await expect.poll(() => audible(jo.page)).toBeGreaterThan(0);
  expect(await page.getByRole('alertdialog').count()).toBe(0);
  await asleep.wake();
  await expect.poll(() => asleep.shown()).toEqual([]);

  await inCall.getByRole('button', { name: 'Mute', exact: true }).click();
  await inCall.getByRole('button', { name: 'Unmute' }).waitFor();
  await page.close();
  await jo.page.getByRole('button', { name: 'Leave call' }).click();
  await call(jo.page, asleep);
  const again = await accept(ana.context, asleep);
  await again
    .getByRole('region', { name: /^Call: / })
    .getByRole('button', { name: 'Unmute' })
    .waitFor();
});

it('a call is declined from its notification, without a page', async () => {
  await using stage = await Stage.open({ ALLOW_PRIVATE_ADDRESSES: 'true' });
  await using service = await PushService.open();
  const { jo, ana, asleep } = await scene(stage, service);
  await asleep.worker.evaluate(press('decline'));
  await jo.page.getByRole('heading', { name: 'The call has ended' }).waitFor();
  await asleep.wake();
  await expect.poll(() => asleep.shown()).toEqual([]);
  expect(await asleep.worker.evaluate('self.opened')).toBe('');
  expect(ana.context.pages().map((page) => page.url())).toEqual(['about:blank']);
  await jo.page.getByRole('button', { name: 'Close' }).click();
  await jo.page.getByRole('region', { name: 'Declined call' }).waitFor();
});

it('a call that nobody answers leaves that it was missed, in the place of its notification', async () => {
  await using stage = await Stage.open({ ALLOW_PRIVATE_ADDRESSES: 'true' });
  await using service = await PushService.open();
  const { jo, asleep } = await scene(stage, service);
  await jo.page.getByRole('button', { name: 'Leave call' }).click();
  await asleep.wake();
  await expect.poll(() => asleep.shown()).toEqual([{ title: 'Jo', body: '📞 Missed call', actions: [] }]);
});
