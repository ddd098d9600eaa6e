import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';

/** The features of an engine for the stories of every browser; the others use Playwright, which drives Chromium here. */
export interface Engine {
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Writes into the field of a CSS selector, and optionally presses Enter. */
  write(selector: string, text: string, enter?: boolean): Promise<void>;
  click(selector: string): Promise<void>;
  /** Chooses a file in a file input. */
  choose(selector: string, path: string): Promise<void>;
  /** The value of an expression in the page. */
  evaluate<T>(expression: string): Promise<T>;
  close(): Promise<void>;
}

const find = (paths: (string | undefined)[]): string | undefined =>
  paths.find((path) => path !== undefined && existsSync(path));

const firefoxPath = find([process.env['FIREFOX'], '/usr/bin/firefox-esr', '/usr/bin/firefox']);
const webkitDriver = find([process.env['WEBKIT_DRIVER'], '/usr/bin/WebKitWebDriver']);
const miniBrowser = find([
  '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
]);
const xvfb = find(['/usr/bin/Xvfb']);

/** Firefox over WebDriver BiDi. */
async function openFirefox(): Promise<Engine> {
  const browser: Browser = await puppeteer.launch({
    browser: 'firefox',
    headless: true,
    ...(firefoxPath === undefined ? {} : { executablePath: firefoxPath }),
    extraPrefsFirefox: {
      'intl.accept_languages': 'en-GB',
      'intl.locale.requested': 'en-GB',
      // A camera and a microphone of its own, without a prompt.
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
    },
  });
  const page: Page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  return {
    open: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    write: async (selector, text, enter = false) => {
      await page.waitForSelector(selector);
      await page.focus(selector);
      await page.keyboard.type(text);
      if (enter) await page.keyboard.press('Enter');
    },
    click: async (selector) => {
      await page.waitForSelector(selector);
      await page.click(selector);
    },
    choose: async (selector, path) => {
      const input = await page.$(selector);
      // By its types an element has only the selector; this one is a file input.
      await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
    },
    evaluate: async <T>(expression: string) => (await page.evaluate(expression)) as T,
    close: () => browser.close(),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const ENTER = '\uE007';

/** The used part of WebDriver (W3C), by requests: its clients for Node need a newer Node than ours. */
class WebDriver {
  private session = '';
  constructor(private readonly base: string) {}

  async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.base}${path.replace('{s}', `/session/${this.session}`)}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error ?? ''} ${value.message ?? ''}`);
    return value;
  }

  async start(capabilities: object): Promise<void> {
    const body = { capabilities: { alwaysMatch: capabilities } };
    this.session = (await this.ask<{ sessionId: string }>('POST', '/session', body)).sessionId;
  }

  /** Waits for the element, with a page's timeout. */
  async element(selector: string): Promise<string> {
    for (let tries = 0; ; tries++)
      try {
        const body = { using: 'css selector', value: selector };
        return (await this.ask<Record<string, string>>('POST', '{s}/element', body))[ELEMENT] ?? '';
      } catch (error) {
        if (tries === 100) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
  }
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      await fetch(`http://127.0.0.1:${port}/status`);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error('the driver does not answer');
}

/** WebKitGTK over WebDriver, on a screen of its own. */
async function openWebKit(): Promise<Engine> {
  const children: ChildProcess[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'parley-webkit-'));
  const display = `:${100 + (process.pid % 400)}`;
  const run = (command: string, args: string[]): void => {
    const env = {
      ...process.env,
      DISPLAY: display,
      HOME: folder,
      XDG_RUNTIME_DIR: folder,
      LANGUAGE: 'en_GB',
      LANG: 'C.UTF-8',
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    };
    children.push(spawn(command, args, { stdio: 'ignore', env }));
  };
  run(xvfb ?? 'Xvfb', [display, '-screen', '0', '1280x900x24', '-nolisten', 'tcp']);
  const port = await freePort();
  run(webkitDriver ?? 'WebKitWebDriver', [`--port=${port}`]);
  await listening(port);
  const driver = new WebDriver(`http://127.0.0.1:${port}`);
  await driver.start({ 'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] } });
  const script = <T>(code: string): Promise<T> =>
    driver.ask<T>('POST', '{s}/execute/sync', { script: code, args: [] });
  return {
    open: (url) => driver.ask('POST', '{s}/url', { url }),
    reload: () => driver.ask('POST', '{s}/refresh', {}),
    write: async (selector, text, enter = false) => {
      const id = await driver.element(selector);
      await driver.ask('POST', `{s}/element/${id}/value`, { text: enter ? `${text}${ENTER}` : text });
    },
    click: async (selector) =>
      void (await driver.ask('POST', `{s}/element/${await driver.element(selector)}/click`, {})),
    choose: async (selector, path) =>
      void (await driver.ask('POST', `{s}/element/${await driver.element(selector)}/value`, { text: path })),
    evaluate: (expression) => script(`return (${expression})`),
    close: async () => {
      await driver.ask('DELETE', '{s}', undefined).catch(() => undefined);
      for (const child of children.reverse()) child.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Each engine: how to open it, or what it lacks. */
export const engines: { name: string; open: () => Promise<Engine>; missing: string | undefined }[] = [
  {
    name: 'Firefox',
    open: openFirefox,
    missing: firefoxPath === undefined ? 'no Firefox was found (firefox-esr; or set FIREFOX)' : undefined,
  },
  {
    name: 'WebKit',
    open: openWebKit,
    missing:
      webkitDriver === undefined || miniBrowser === undefined || xvfb === undefined
        ? 'no WebKitGTK was found (webkit2gtk-driver, xvfb)'
        : undefined,
  },
];
