import { describe, expect, it } from 'vitest';
import { pressed } from './keys';

const event = (key: string, code: string, held = '') => ({
  key,
  code,
  ctrlKey: held.includes('C'),
  metaKey: held.includes('M'),
  altKey: held.includes('A'),
  shiftKey: held.includes('S'),
  getModifierState: (name: string) => name === 'AltGraph' && held.includes('G'),
});

describe('a shortcut', () => {
  it.each([
    ['Latin', 'b', 'KeyB', 'b'],
    ['Russian', 'и', 'KeyB', 'b'],
    ['Russian', 'И', 'KeyB', 'b'],
    ['Greek', 'β', 'KeyB', 'b'],
    ['Hebrew', 'נ', 'KeyB', 'b'],
    ['Arabic', 'لا', 'KeyB', 'b'],
    ['Georgian', 'ბ', 'KeyB', 'b'],
    ['Korean', 'ㅠ', 'KeyB', 'b'],
    ['Dvorak', 'b', 'KeyN', 'b'],
    ['Dvorak', 'x', 'KeyB', 'x'],
    ['AZERTY', 'k', 'KeyK', 'k'],
    ['AZERTY', ',', 'KeyM', ','],
    ['AZERTY', 'é', 'Digit2', 'é'],
    ['Russian', 'ю', 'Period', '.'],
    ['Russian', 'б', 'Comma', ','],
    ['German', 'ö', 'Semicolon', 'ö'],
    ['any', 'Enter', 'Enter', 'enter'],
    ['any', 'Dead', 'KeyE', 'dead'],
  ])('on a %s layout %j at %s is %j', (_, key, code, meant) =>
    expect(pressed(event(key, code, 'C'))).toMatchObject({ key: meant, command: true }),
  );
  it.each([
    ['AltGr on Windows', event('€', 'KeyE', 'CA')],
    ['AltGr on Linux', event('ę', 'KeyE', 'G')],
    ['AltGr with both', event('ę', 'KeyE', 'CAG')],
    ['AltGr in Russian', event('ў', 'KeyE', 'CAG')],
    ['Option on a Mac', event('´', 'KeyE', 'A')],
  ])('is none with %s', (_, given) => expect(pressed(given).command).toBe(false));
  it('takes Alt for itself only where it types nothing', () => {
    expect(pressed(event('ArrowUp', 'ArrowUp', 'A')).alt).toBe(true);
    expect(pressed(event('ArrowUp', 'ArrowUp', 'CAG')).alt).toBe(false);
  });
});
