import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { createViteServer } from 'vitest/node';
import { chromiumPath } from './stage.ts';

type Server = Awaited<ReturnType<typeof createViteServer>>;

/** An empty page of localhost, which is a secure context, with a module of the client's sources. It has no server of ours. */
export class SourcePage {
  // eslint-disable-next-line @typescript-eslint/max-params -- a private constructor, called once
  private constructor(
    readonly page: Page,
    /** Where the sources are served, with a slash at the end. */
    readonly url: string,
    /** The page's errors. */
    readonly complaints: string[],
    private readonly browser: Browser,
    private readonly server: Server,
    private readonly module: string,
  ) {}

  /**
   * @param module its path in the repository; it sets `page` on the global object
   * @param args of Chromium
   * @param permissions that the page has without a question
   */
  static async open(module: string, args: string[], permissions: string[] = []): Promise<SourcePage> {
    const server = await createViteServer({
      root: join(import.meta.dirname, '../..'),
      configFile: false,
      logLevel: 'error',
      appType: 'custom',
      resolve: { conditions: ['parley-source', 'module', 'browser'] },
      optimizeDeps: { noDiscovery: true },
      server: { port: 0, host: '127.0.0.1', hmr: false, ws: false, watch: null },
    });
    await server.listen();
    const browser = await chromium.launch({
      ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
      args: ['--no-sandbox', '--disable-gpu', ...args],
    });
    const page = await (await browser.newContext({ permissions })).newPage();
    const opened = new SourcePage(page, server.resolvedUrls?.local[0] ?? '', [], browser, server, module);
    await opened.load(page);
    return opened;
  }

  /** Another page with the module, in a browser context of its own; its errors are among those of the first. */
  async another(): Promise<Page> {
    const page = await (await this.browser.newContext()).newPage();
    await this.load(page);
    return page;
  }

  private async load(page: Page): Promise<void> {
    const { url, module } = this;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    await page.route(`${url}blank`, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Source</title>' }),
    );
    await page.goto(`${url}blank`);
    await page.addScriptTag({ type: 'module', url: `${url}${module}` });
    await page.waitForFunction(() => 'page' in globalThis);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
    await this.server.close();
  }
}
