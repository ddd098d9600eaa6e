import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { BenchServer } from './world.ts';

const { chromium } = createRequire(join(import.meta.dirname, '../e2e/browser/stage.ts'))(
  'playwright-core',
) as typeof import('playwright-core');

export interface TraceEvent {
  name: string;
  ph: string;
  dur?: number;
  pid: number;
  tid: number;
  args: { name?: string; data?: { type?: string; timeStamp?: number; commitFinishTime?: number } };
}

/** A page in Chromium on which somebody has signed in. */
export class Tab {
  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  static async open(server: BenchServer, username: string): Promise<Tab> {
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu'],
    });
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    // tsx names functions by a helper that the page does not have.
    await page.addInitScript('globalThis.__name = (f) => f');
    await page.goto(server.url);
    await page.getByLabel('User name or e-mail').fill(username);
    await page.getByLabel('Password').fill(`${username} has a password`);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.locator('#composer').waitFor();
    return new Tab(browser, page, await page.context().newCDPSession(page));
  }

  /** Chromium's trace of `work`. */
  async traced(categories: string[], work: () => Promise<void>): Promise<TraceEvent[]> {
    const events: TraceEvent[] = [];
    const take = ({ value }: { value: unknown[] }): void => void events.push(...(value as TraceEvent[]));
    this.session.on('Tracing.dataCollected', take);
    await this.session.send('Tracing.start', {
      traceConfig: { includedCategories: [...categories, '__metadata'], excludedCategories: ['*'] },
    });
    await work();
    const complete = new Promise((resolve) => this.session.once('Tracing.tracingComplete', resolve));
    await this.session.send('Tracing.end');
    await complete;
    this.session.off('Tracing.dataCollected', take);
    return events;
  }

  /** The page's memory after garbage collection, and the number of elements. */
  async memory(): Promise<{ heapBytes: number; nodes: number; listeners: number }> {
    // Twice: the second collects what finalizers have released.
    for (let i = 0; i < 2; i++) await this.session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await this.session.send('Memory.getDOMCounters');
    return { heapBytes: usedSize, nodes, listeners: jsEventListeners };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.browser.close();
  }
}

/** How long each task of the page's main thread took, in ms. No frame is drawn while one runs. */
export function mainThreadTasks(events: TraceEvent[]): number[] {
  const main = events
    .filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain')
    .map(({ pid, tid }) => `${pid}/${tid}`);
  return events
    .filter(
      ({ name, ph, pid, tid }) =>
        ph === 'X' && /RunTask|ThreadControllerImpl::RunTask/.test(name) && main.includes(`${pid}/${tid}`),
    )
    .map(({ dur = 0 }) => dur / 1000);
}

/**
 * From each key press to the frame with its effect, in ms.
 *
 * Source: Chromium's `EventTiming`, from when the browser received the key to the commit of its frame. Not until the frame is
 * presented: without a screen Chromium leaves that open until a later frame, and would report seconds without any wait.
 */
export const keyLatencies = (events: TraceEvent[]): number[] =>
  events
    .filter(({ name, ph, args }) => name === 'EventTiming' && ph === 'b' && args.data?.type === 'keydown')
    .map(({ args }) => (args.data?.commitFinishTime ?? Infinity) - (args.data?.timeStamp ?? 0));
