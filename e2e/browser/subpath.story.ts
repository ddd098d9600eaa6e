import { leaveAdmin, openAdmin } from './adminPages.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../server/src/operations/cluster/programs.ts';
import { belowPath, isInstalled, Proxy, proxyKinds, type ProxyKind } from '../hosting/proxies.ts';
import { actOn, message, password, say, Stage, type Visitor } from './stage.ts';

/** A proxy as documented for a path. */
interface Front {
  kind: ProxyKind;
  scheme: 'http' | 'https';
  edit?: (block: string) => string;
}
const fronts: Front[] = proxyKinds.map((kind) => ({ kind, scheme: 'https' }));

/** nginx without HTTPS: a browser trusts localhost all the same, and refuses a service worker with a self-made certificate. */
const plainNginx: Front = {
  kind: 'nginx',
  scheme: 'http',
  edit: (block) =>
    block
      .replaceAll(' ssl;', ';')
      .replaceAll(/ssl_certificate.*\n/g, '')
      .replace('location /chat/ {', 'location = / { return 200 "another program"; }\n  location /chat/ {'),
};
const strippingNginx: Front = {
  kind: 'nginx',
  scheme: 'https',
  edit: (block) => block.replace('proxy_pass http://127.0.0.1:3000;', 'proxy_pass http://127.0.0.1:3000/;'),
};

interface Hosted {
  stage: Stage;
  home: string;
  [Symbol.asyncDispose]: () => Promise<void>;
}

/** A server below /chat/ of a host that serves another program, too. */
async function hosted({ kind, scheme, edit = (block) => block }: Front): Promise<Hosted> {
  const folder = await mkdtemp(join(tmpdir(), `parley-${kind}-`));
  const port = await freePort();
  const home = `${scheme}://localhost:${port}/chat`;
  const stage = await Stage.open({ PUBLIC_URL: home, TRUSTED_PROXIES: '1' });
  const proxy = await Proxy.start({
    kind,
    folder,
    port,
    upstream: stage.port,
    edit: (block) => edit(belowPath(kind, block)),
  });
  return {
    stage,
    home,
    [Symbol.asyncDispose]: async () => {
      await proxy[Symbol.asyncDispose]();
      await stage[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A browser that records the page's requests outside the path. */
async function visit({ stage, home }: Hosted): Promise<Visitor & { outside: string[] }> {
  const context = await stage.newContext({
    locale: 'en-GB',
    ignoreHTTPSErrors: true,
    permissions: ['notifications', 'clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const outside: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    // The address without the slash redirects to the one with it.
    const within = request.url() === home || request.url().startsWith(`${home}/`);
    if (!within && !/^(data|blob):/.test(request.url())) outside.push(request.url());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, context, complaints, outside };
}

async function register(visitor: Visitor, address: string, name: string): Promise<void> {
  const { page } = visitor;
  await page.goto(address);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const create = page.getByRole('button', { name: 'Create an account' });
  if (await create.isVisible()) await create.click();
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Start chatting' }).click();
  await page.locator('#composer').waitFor();
}

/** The link of a new invitation, as the settings show it. */
async function invitation({ page }: Visitor): Promise<string> {
  await openAdmin(page, 'Invitations');
  await page.getByRole('button', { name: 'Create link' }).click();
  const link = await page.getByRole('list', { name: 'Invitations' }).locator('code').textContent();
  await leaveAdmin(page);
  return link ?? '';
}

/** Runs in the worker, as if a person had clicked on the notification shown; only a real click may focus a window, so that is left out. */
const click = `(async () => {
  WindowClient.prototype.focus = async function () { return this; };
  const [notification] = await self.registration.getNotifications();
  const event = new NotificationEvent('notificationclick', { notification });
  event.waitUntil = () => undefined;
  self.dispatchEvent(event);
})()`;

const installed = [...fronts, strippingNginx].filter(({ kind }) => isInstalled(kind));
for (const kind of proxyKinds)
  if (!isInstalled(kind)) process.stdout.write(`${kind} is not installed: below a path it is not tried.\n`);

describe('below a path, behind a proxy', () => {
  it.each(installed.map((front) => [front.kind, front.edit !== undefined, front] as const))(
    'people register, talk, send a file, follow links and come back (%s, the path is stripped: %s)',
    async (_kind, _strips, front) => {
      await using there = await hosted(front);
      const { home } = there;
      const jo = await visit(there);
      // Without the slash one is redirected to the page.
      await register(jo, home, 'Jo');
      expect(jo.page.url()).toMatch(new RegExp(`^${home}/rooms/`));
      await say(jo.page, 'first words');
      await message(jo.page, 'first words').getByLabel('Sent', { exact: true }).waitFor();
      const file = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('in the file') };
      await jo.page.locator('input[type=file]').first().setInputFiles(file);
      await say(jo.page, 'look at this');
      await message(jo.page, 'look at this').getByText('notes.txt').waitFor();
      await message(jo.page, 'look at this').getByLabel('Sent', { exact: true }).waitFor();
      const href = await message(jo.page, 'look at this').locator('a[href*="/files/"]').getAttribute('href');
      const read = `fetch('${href ?? ''}').then((answer) => answer.text())`;
      expect(await jo.page.evaluate(read)).toBe('in the file');

      await jo.page.reload();
      await message(jo.page, 'first words').waitFor();
      expect(
        (await jo.context.cookies()).map(({ path }) => path).every((path) => path.startsWith('/chat/')),
      ).toBe(true);

      await actOn(jo.page, 'first words', 'More actions', 'Copy link');
      const link = await jo.page.evaluate(() => navigator.clipboard.readText());
      expect(link).toMatch(new RegExp(`^${home}/rooms/[0-9a-f]{24}\\?at=`));
      await say(jo.page, `see ${link}`);
      await message(jo.page, 'see http').getByRole('link').click();
      await expect.poll(() => jo.page.url()).toContain(`${home}/rooms/`);
      expect(jo.context.pages()).toHaveLength(1);
      expect([jo.outside, jo.complaints]).toEqual([[], []]);
    },
  );

  it.skipIf(!isInstalled('nginx'))(
    'an invitation leads in, and the worker keeps to its path: it opens without a server, and a notification leads to its message',
    async () => {
      await using there = await hosted(plainNginx);
      const { home, stage } = there;
      const jo = await visit(there);
      await register(jo, `${home}/`, 'Jo');
      await say(jo.page, 'kept for later');
      await message(jo.page, 'kept for later').getByLabel('Sent', { exact: true }).waitFor();

      const scope = await jo.page.evaluate(() => navigator.serviceWorker.ready.then(({ scope }) => scope));
      expect(scope).toBe(`${home}/`);
      await expect.poll(() => jo.page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
      const keys = await jo.page.evaluate(() => caches.keys());
      expect(keys).toHaveLength(1);
      expect(keys[0]).toContain(`${home}/`);

      const invited = await invitation(jo);
      expect(invited).toMatch(new RegExp(`^${home}/join/`));
      const ana = await visit(there);
      await register(ana, invited, 'Ana');
      await say(ana.page, 'Ana is in');
      await message(jo.page, 'Ana is in').waitFor();

      const room = jo.page.url();
      await jo.page.evaluate(
        `navigator.serviceWorker.ready.then((worker) => worker.showNotification('Ana', { data: { path: '${new URL(room).pathname.slice('/chat'.length)}?at=2' } }))`,
      );
      await jo.page.goto(`${home}/rooms/0123456789abcdef01234567`);
      const [worker] = jo.context.serviceWorkers();
      await worker?.evaluate(click);
      await jo.page.waitForURL(`${room}**`);

      await stage.kill();
      await jo.page.reload();
      await message(jo.page, 'kept for later').waitFor();
      await stage.start();
      expect([jo.outside, ana.outside, jo.complaints, ana.complaints]).toEqual([[], [], [], []]);
    },
  );
});
