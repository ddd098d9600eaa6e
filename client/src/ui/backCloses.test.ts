import { beforeEach, expect, it, vi } from 'vitest';
import { aroundNavigation, onPop, openLayer } from './backCloses';

/** A browser's history: going back is asynchronous, and then fires `popstate`. */
class Entries {
  entries: { url: string; state: unknown }[] = [{ url: '/a', state: null }];
  at = 0;
  get state(): unknown {
    return this.entries[this.at]?.state;
  }
  get url(): string | undefined {
    return this.entries[this.at]?.url;
  }
  pushState(state: unknown, _title: string, url = this.url ?? ''): void {
    this.entries = [...this.entries.slice(0, this.at + 1), { url, state }];
    this.at += 1;
  }
  replaceState(state: unknown, _title: string, url = this.url ?? ''): void {
    this.entries[this.at] = { url, state };
  }
  go(by: number): void {
    setTimeout(() => {
      this.at += by;
      onPop();
    }, 5);
  }
}
let entries: Entries;
const settled = (): Promise<void> => vi.advanceTimersByTimeAsync(50).then(() => undefined);
const back = async (): Promise<void> => {
  entries.go(-1);
  await settled();
};
/** As the router calls it. */
const go = (to: string): void =>
  aroundNavigation<{ replace?: boolean; state?: unknown }>(
    (url, options) =>
      entries[options?.replace === true ? 'replaceState' : 'pushState'](options?.state ?? null, '', url),
    to,
  );
/** Something that is open until it is closed. */
function opened(): { isOpen: boolean; close: () => void } {
  const it = { isOpen: true, close: (): void => undefined };
  const gone = openLayer(() => it.close());
  it.close = () => {
    it.isOpen = false;
    gone();
  };
  return it;
}

beforeEach(() => {
  vi.useFakeTimers();
  entries = new Entries();
  vi.stubGlobal('history', entries);
  return async () => {
    await settled();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

it('closes what is open, and leads on from there', async () => {
  go('/b');
  const dialog = opened();
  await settled();
  expect(entries.at).toBe(2);
  await back();
  expect([dialog.isOpen, entries.url, entries.at]).toEqual([false, '/b', 1]);
  await back();
  expect(entries.url).toBe('/a');
});

it('closes the last of several first', async () => {
  const [dialog, menu] = [opened(), opened()];
  await settled();
  await back();
  expect([dialog.isOpen, menu.isOpen]).toEqual([true, false]);
  await back();
  expect([dialog.isOpen, entries.at]).toEqual([false, 0]);
});

it('finds nothing left of what was closed otherwise', async () => {
  go('/b');
  const dialog = opened();
  await settled();
  dialog.close();
  await settled();
  expect([entries.url, entries.at]).toEqual(['/b', 1]);
  // Opened and closed at once, as React's strict mode does.
  opened().close();
  const again = opened();
  await settled();
  again.close();
  await settled();
  expect([again.isOpen, entries.at]).toEqual([false, 1]);
});

it('keeps the entry for a dialog that a closing menu has opened, and for one opened while going back', async () => {
  const menu = opened();
  await settled();
  menu.close();
  const dialog = opened();
  await settled();
  expect([dialog.isOpen, entries.at]).toEqual([true, 1]);
  dialog.close();
  await vi.advanceTimersByTimeAsync(2);
  const late = opened();
  await settled();
  expect([late.isOpen, entries.at]).toEqual([true, 1]);
  await back();
  expect([late.isOpen, entries.at]).toEqual([false, 0]);
});

it('leads to where one was, out of a dialog one left for another place, whichever came first', async () => {
  for (const first of ['go', 'close']) {
    const dialog = opened();
    await settled();
    const before = entries.at;
    if (first === 'close') dialog.close();
    go('/c');
    if (first === 'go') dialog.close();
    await settled();
    expect([entries.url, entries.at]).toEqual(['/c', before]);
    await back();
    expect([entries.url, entries.at]).toEqual(['/a', before - 1]);
  }
});

it('arrives at a place gone to while a closed layer’s entry is being left', async () => {
  go('/b');
  const dialog = opened();
  await settled();
  dialog.close();
  // `history.back` was called, and has not arrived yet.
  await vi.advanceTimersByTimeAsync(2);
  go('/c');
  await settled();
  expect([entries.url, entries.at]).toEqual(['/c', 2]);
  await back();
  expect(entries.url).toBe('/b');
});

it('still closes what stays open above another place', async () => {
  const dialog = opened();
  await settled();
  go('/c');
  await settled();
  await back();
  expect([dialog.isOpen, entries.url]).toEqual([false, '/c']);
});
