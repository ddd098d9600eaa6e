import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';

const root = join(import.meta.dirname, '../..');

/** A Chromium of the system, or undefined. */
export const chromiumPath = [
  process.env['CHROMIUM'],
  process.env['CHROME_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));

/** A host name as in a home network. Localhost is a secure context over any protocol, this is not. */
const HOME_NAME = 'parley.home';

export const password = 'a long pass phrase';

/** One person in a browser of their own: own cookies, own storage. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** The page's errors and warnings. */
  complaints: string[];
}

interface ChromiumOptions {
  /** Another program. */
  path?: string;
  args?: string[];
  /** As a person has it: prompts for devices and for what to share, and sound. Tests grant, and choose by `args`. */
  natural?: boolean;
}

/** How to launch a Chromium with a fake camera, and a microphone that beeps. */
export function chromiumOptions({ path = chromiumPath, args = [], natural = false }: ChromiumOptions = {}): {
  executablePath?: string;
  args: string[];
  ignoreDefaultArgs?: string[];
} {
  return {
    ...(path === undefined ? {} : { executablePath: path }),
    ...(natural ? { ignoreDefaultArgs: ['--mute-audio'] } : {}),
    args: [
      '--no-sandbox',
      `--host-resolver-rules=MAP ${HOME_NAME} 127.0.0.1`,
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-device-for-media-stream',
      ...(natural ? [] : ['--use-fake-ui-for-media-stream']),
      ...args,
    ],
  };
}

/** Where a server runs: a command that runs another one there, and the address it has there. */
export interface Place {
  prefix: string[];
  host: string;
}

/** One browser for all stages of a process: each visitor has a context of their own in it. A launch took as long as many a story. */
let launched: Promise<Browser> | undefined;

async function sharedBrowser(): Promise<Browser> {
  const running = await launched;
  // A story may have made it crash.
  if (running?.isConnected() === true) return running;
  launched = chromium.launch(chromiumOptions());
  return await launched;
}

const HERE: Place = { prefix: [], host: '127.0.0.1' };

/** A real server in a process of its own, with a fresh data folder, and a browser. */
export class Stage {
  private child: ChildProcess | undefined;
  port = 0;
  private readonly contexts: BrowserContext[] = [];
  private constructor(
    readonly folder: string,
    readonly browser: Browser,
    private readonly environment: Record<string, string>,
    private readonly place: Place,
  ) {}

  /** `prepare` may fill the data folder before the server starts. */
  static async open(
    environment: Record<string, string> = {},
    prepare?: (folder: string) => void,
    place?: Place,
  ): Promise<Stage> {
    const stage = new Stage(
      await mkdtemp(join(tmpdir(), 'parley-stage-')),
      await sharedBrowser(),
      environment,
      place ?? HERE,
    );
    prepare?.(stage.folder);
    await stage.start();
    return stage;
  }

  get url(): string {
    return `http://${this.place.host}:${this.port}`;
  }

  /** The same server, without a secure context. */
  get homeUrl(): string {
    return `http://${HOME_NAME}:${this.port}`;
  }

  async start(): Promise<void> {
    const { prefix, host } = this.place;
    const [program, ...args] = [...prefix, process.execPath, 'server/dist/main.js'];
    this.child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        ...process.env,
        LOG_LEVEL: 'error',
        HOST: host,
        BCRYPT_COST: '4',
        RELAY_PORT: '0',
        DRAIN_SECONDS: '2',
        PARLEY_DATA: this.folder,
        ...this.environment,
        PORT: String(this.port),
      },
    });
    const [message] = (await once(this.child, 'message')) as [{ port: number }];
    this.port = message.port;
  }

  /** Kills the server. */
  async kill(): Promise<void> {
    if (!this.child) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }

  /** A browser profile of its own, which ends with the stage. */
  async newContext(options: BrowserContextOptions, browser = this.browser): Promise<BrowserContext> {
    const context = await browser.newContext(options);
    this.contexts.push(context);
    return context;
  }

  async visitor(
    options: {
      width?: number;
      height?: number;
      dark?: boolean;
      touch?: boolean;
      scale?: number;
      locale?: string;
      /** By a host name of a home network, over plain http. */
      home?: boolean;
      /** The address of a proxy in front. */
      at?: string;
      /** Another browser than the one of the stage. */
      browser?: Browser;
      /** Lets the page have its service worker; without it every load requests the server. */
      worker?: boolean;
    } = {},
  ): Promise<Visitor> {
    const profile = {
      viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
      colorScheme: options.dark === true ? ('dark' as const) : ('light' as const),
      hasTouch: options.touch === true,
      deviceScaleFactor: options.scale ?? 1,
      locale: options.locale ?? 'en-GB',
      permissions: [
        'clipboard-read',
        'clipboard-write',
        // Playwright denies what is not in this list, whatever the browser's own question would be answered with.
        'microphone',
        'camera',
        ...(options.worker === true ? ['notifications'] : []),
      ],
      serviceWorkers: options.worker === true ? ('allow' as const) : ('block' as const),
    };
    const context = await this.newContext(profile, options.browser);
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(message.text()))
        complaints.push(message.text());
    });
    return { page, context, complaints };
  }

  /** A person who has just registered and is in General. */
  async register(name: string, options: Parameters<Stage['visitor']>[0] = {}): Promise<Visitor> {
    const visitor = await this.visitor(options);
    const { page } = visitor;
    await page.goto(options.at ?? (options.home === true ? this.homeUrl : this.url));
    const create = page.getByRole('button', { name: 'Create an account' });
    await page.getByRole('heading', { level: 1 }).waitFor();
    if (await create.isVisible()) await create.click();
    await page.getByLabel('Your name').fill(name);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Start chatting' }).click();
    await page.locator('#composer').waitFor();
    return visitor;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const context of this.contexts) await context.close();
    if (this.child && this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM');
      await once(this.child, 'exit');
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Signs in on the form that is shown. */
export async function signIn(page: Page, login: string): Promise<void> {
  await page.getByLabel('User name or e-mail').fill(login);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.locator('#composer').waitFor();
}

/** Chooses to sign out in the menu of the workspace. */
export async function pressSignOut(page: Page): Promise<void> {
  await page.locator('#sidebar').getByRole('button', { name: 'Parley' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
}

/** Writes into the composer and sends. */
export async function say(page: Page, text: string): Promise<void> {
  await page.locator('#composer').fill(text);
  await page.locator('#composer').press('Enter');
}

/** Creates a public room, and opens it. */
export async function createRoom(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Parley', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Create a room' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Create room' }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

/** The message with this text. */
export const message = (page: Page, text: string) =>
  page.locator('[data-message]').filter({ hasText: text }).last();

/** Opens the toolbar of a message and presses one of its buttons. */
export async function actOn(page: Page, text: string, ...path: string[]): Promise<void> {
  await message(page, text).hover();
  const [first = '', ...rest] = path;
  await message(page, text).getByRole('button', { name: first, exact: true }).click();
  for (const name of rest) await page.getByRole('menuitem', { name, exact: true }).click();
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The serious findings of axe, as text; by all its rules, or by some. */
export async function seriousFindings(page: Page, rules?: string[]): Promise<string[]> {
  // Through the protocol and not as a script tag, which the policy rightly refuses.
  await page.evaluate(axeSource);
  const options = JSON.stringify({ resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) });
  const { violations } = await page.evaluate<{
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  }>(`axe.run(document, ${options})`);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`);
}
