import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chromium, type Browser, type Page } from 'playwright-core';
import { expect, it, type TestContext } from 'vitest';
import { hasLivekit, LivekitProcess } from '../../server/src/test/livekit.ts';
import { openDirect } from './direct.ts';
import { audible, flow, pathsUsed, pictures, watchMedia } from './media.ts';
import { Network, type Fault, type PlaceName } from './network.ts';
import { chromiumOptions, Stage, type Visitor } from './stage.ts';

const missing = Network.missing();

/** Jo and Ana in networks of their own, with a server in a third one; Jo has called, and both have the camera on. */
class Apart {
  readonly network = new Network();
  private readonly browsers: Browser[] = [];
  private stage: Stage | undefined;
  private relay: ChildProcess | undefined;
  private livekit: LivekitProcess | undefined;

  async meet(
    settings: Record<string, string>,
    before: (network: Network) => void = () => undefined,
  ): Promise<{ jo: Page; ana: Page }> {
    const stage = await Stage.open({ ...settings, RELAY_PORT: '3478' }, undefined, this.network.at('server'));
    this.stage = stage;
    const [jo, ana] = [await this.person(stage, 'jo'), await this.person(stage, 'ana')];
    before(this.network);
    await openDirect(jo.page, 'ana');
    await jo.page.getByRole('button', { name: 'Start a call' }).click();
    await jo.page.getByRole('button', { name: 'Turn on camera' }).click();
    await jo.page.getByRole('button', { name: 'Start call' }).click();
    await ana.page.getByRole('button', { name: 'Accept', exact: true }).click();
    await ana.page.getByRole('button', { name: 'Turn on camera' }).click();
    return { jo: jo.page, ana: ana.page };
  }

  /** A coturn where the server is, over TCP. @returns its settings for the server */
  async startCoturn(): Promise<Record<string, string>> {
    const { prefix, host } = this.network.at('server');
    const [program = 'ip', ...args] = [
      ...[...prefix, 'turnserver', '-n', '--no-cli', '--no-tls', '--no-dtls', '--log-file', 'stdout'],
      ...['--listening-ip', host, '--relay-ip', host, '--listening-port', '3479', '--realm', 'parley'],
      ...['--use-auth-secret', '--static-auth-secret', 'a secret of coturn', '--pidfile', ''],
    ];
    this.relay = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const [line] = (await once(this.relay.stdout ?? this.relay, 'data')) as [Buffer];
    expect(String(line)).not.toBe('');
    this.relay.stdout?.resume();
    return { TURN_URLS: `turn:${host}:3479?transport=tcp`, TURN_SECRET: 'a secret of coturn' };
  }

  /** A LiveKit where the server is. @returns its settings for the server */
  async startLivekit(): Promise<Record<string, string>> {
    this.livekit = await LivekitProcess.start(this.network.at('server'));
    return this.livekit.settings;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const browser of this.browsers) await browser.close();
    await this.stage?.[Symbol.asyncDispose]();
    this.relay?.kill();
    await this.livekit?.kill();
    this.network[Symbol.dispose]();
  }

  private async person(stage: Stage, name: Exclude<PlaceName, 'server'>): Promise<Visitor> {
    const browser = await chromium.launch(
      chromiumOptions({
        path: this.network.chromiumAt(name),
        args: [`--unsafely-treat-insecure-origin-as-secure=${stage.url}`],
      }),
    );
    this.browsers.push(browser);
    const visitor = await stage.register(name, { browser });
    await watchMedia(visitor.page);
    return visitor;
  }
}

/** Skips a test aloud where namespaces, or a program, are missing. */
function needs(context: TestContext, program?: string): void {
  const without =
    missing ??
    (program !== undefined && spawnSync('which', [program]).status !== 0
      ? `no ${program} was found`
      : undefined);
  if (without === undefined) return;
  process.stdout.write(`\nA call between networks was skipped: ${without}.\n`);
  context.skip();
}

/** Waits for sound and pictures that have not arrived yet, both ways. */
async function flows(...pages: Page[]): Promise<void> {
  for (const page of pages) {
    const [energy, decoded] = [await audible(page), await pictures(page)];
    await expect.poll(() => audible(page)).toBeGreaterThan(energy);
    await expect.poll(() => pictures(page)).toBeGreaterThan(decoded + 5);
  }
}

it('between two networks that reach each other, media goes directly', async (context) => {
  needs(context);
  await using apart = new Apart();
  const { jo, ana } = await apart.meet({});
  await flows(jo, ana);
  for (const page of [jo, ana]) expect(await pathsUsed(page)).not.toContain('relay');
});

it('where they do not reach each other, it goes through the relay of the server', async (context) => {
  needs(context);
  await using apart = new Apart();
  const { jo, ana } = await apart.meet({}, (network) =>
    network.drop([
      { from: 'jo', to: 'ana' },
      { from: 'ana', to: 'jo' },
    ]),
  );
  await flows(jo, ana);
  for (const page of [jo, ana]) expect(await pathsUsed(page)).toContain('relay');
});

it('where UDP is blocked, it goes over TCP to a TURN server', async (context) => {
  needs(context, 'turnserver');
  await using apart = new Apart();
  const { jo, ana } = await apart.meet(await apart.startCoturn(), (network) =>
    network.drop([
      { from: 'jo', to: 'ana' },
      { from: 'ana', to: 'jo' },
      { from: 'jo', to: 'server', protocol: 'udp' },
      { from: 'server', to: 'jo', protocol: 'udp' },
    ]),
  );
  await flows(jo, ana);
  expect(await pathsUsed(jo)).toEqual(['relay over tcp']);
});

it('a person whose network changes is reconnected without a click', async (context) => {
  needs(context);
  await using apart = new Apart();
  const { jo, ana } = await apart.meet({});
  await flows(jo, ana);
  apart.network.unplug('jo');
  for (const page of [jo, ana]) await page.getByText('Reconnecting…').first().waitFor();
  const [energy, decoded] = [await audible(ana), await pictures(ana)];
  const plugged = Date.now();
  apart.network.plugElsewhere('jo');
  await expect.poll(() => pictures(ana), { interval: 50 }).toBeGreaterThan(decoded + 2);
  await expect.poll(() => audible(ana), { interval: 50 }).toBeGreaterThan(energy);
  process.stdout.write(`\nIn another network media was back after ${Date.now() - plugged} ms.\n`);
  await flows(jo, ana);
  for (const page of [jo, ana]) await page.getByText('Reconnecting…').first().waitFor({ state: 'detached' });
});

/** Drops 3 % of all datagrams, and counts what arrives in Ana's page of what Jo's sends. */
async function withLoss(apart: Apart, { jo, ana }: { jo: Page; ana: Page }, pairs: Fault[]): Promise<number> {
  await flows(jo, ana);
  apart.network.drop(pairs.map((pair) => ({ ...pair, protocol: 'udp', percent: 3 })));
  const before = [await flow(jo), await flow(ana)] as const;
  const began = Date.now();
  await expect
    .poll(async () => (await flow(ana)).decoded, { timeout: 120_000 })
    .toBeGreaterThan(before[1].decoded + 300);
  const after = [await flow(jo), await flow(ana)] as const;
  const sent = after[0].encoded - before[0].encoded;
  const decoded = after[1].decoded - before[1].decoded;
  const rate = (decoded * 1000) / (Date.now() - began);
  process.stdout.write(
    `\nWith 3 % loss ${decoded} of ${sent} pictures were decoded, ${rate.toFixed(1)} a second.\n`,
  );
  expect(after[1].lost).toBeGreaterThan(before[1].lost);
  return decoded / sent;
}

it('of what one shows, four of five pictures arrive though 3 % of all datagrams are lost', async (context) => {
  needs(context);
  await using apart = new Apart();
  const pages = await apart.meet({});
  const pairs: Fault[] = [
    { from: 'jo', to: 'ana' },
    { from: 'ana', to: 'jo' },
  ];
  expect(await withLoss(apart, pages, pairs)).toBeGreaterThan(0.8);
});

it('by LiveKit pictures go on where datagrams are lost on the way to it and from it', async (context) => {
  needs(context);
  if (!hasLivekit) return context.skip();
  await using apart = new Apart();
  const pages = await apart.meet(await apart.startLivekit());
  const pairs: Fault[] = (['jo', 'ana'] as const).flatMap((person) => [
    { from: person, to: 'server' },
    { from: 'server', to: person },
  ]);
  // A browser sends it several sizes of each picture: how many arrive of them is no measure. That they arrive is.
  await withLoss(apart, pages, pairs);
});
