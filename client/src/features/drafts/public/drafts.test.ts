import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { draftReceived, draftsForgotten, draftsSynced, readDraft, saveDraft } from './drafts';

const updatedAt = '2026-01-01T00:00:00.000Z';
const received = (text: string): void => draftReceived({ roomId: 'r', text, updatedAt });
let said: string[] = [];
/** The server stores it, a turn later. */
const tell = (_roomId: string, text: string): Promise<void> => {
  said.push(text);
  return Promise.resolve();
};

describe('a draft of another device', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    said = [];
    draftsSynced([], tell);
  });
  afterEach(() => {
    draftsForgotten();
    vi.useRealTimers();
  });
  const typed = async (text: string): Promise<void> => {
    saveDraft('r', text);
    await vi.advanceTimersByTimeAsync(1500);
  };

  it('is taken where nothing was written', () => {
    received('there');
    expect(readDraft('r')).toBe('there');
  });
  it('waits while one is written here, before and after the server knows it', async () => {
    saveDraft('r', 'here');
    received('there');
    expect(readDraft('r')).toBe('here');
    await vi.advanceTimersByTimeAsync(1500);
    received('there again');
    expect(readDraft('r')).toBe('here');
    draftsSynced([{ roomId: 'r', text: 'there again', updatedAt }], tell);
    expect(readDraft('r')).toBe('here');
    expect(said).toEqual(['here', 'here']);
  });
  it('does not make two who write answer each other', async () => {
    await typed('here');
    received('there');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(said).toEqual(['here']);
    await typed('here!');
    expect(said).toEqual(['here', 'here!']);
  });
  it('is taken when it goes on from what is here, or some time later', async () => {
    await typed('here');
    received('here and there');
    expect(readDraft('r')).toBe('here and there');
    await typed('other');
    await vi.advanceTimersByTimeAsync(60_000);
    received('there');
    expect(readDraft('r')).toBe('there');
  });
  it('is taken into a box that was emptied, and empties one that nobody writes in', async () => {
    await typed('here');
    await typed('');
    received('there');
    expect(readDraft('r')).toBe('there');
    received('');
    expect(readDraft('r')).toBe('');
  });
  it('that was sent or let go there is empty here, unless more was written since', async () => {
    await typed('here');
    received('');
    expect(readDraft('r')).toBe('');
    saveDraft('r', 'again');
    received('');
    expect(readDraft('r')).toBe('again');
  });
  it('is not emptied by what is sent here', async () => {
    await typed('here');
    received('there');
    await typed('');
    expect(readDraft('r')).toBe('');
    expect(said).toEqual(['here']);
  });
  it('is gone for whoever is next', () => {
    saveDraft('r', 'here');
    draftsForgotten();
    expect(readDraft('r')).toBe('');
    received('there');
    expect(readDraft('r')).toBe('there');
  });
});
