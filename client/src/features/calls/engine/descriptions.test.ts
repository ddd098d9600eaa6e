import { expect, it } from 'vitest';
import { fragmentsOf, isNewer, isSame, versionOf } from './descriptions';

const sdp = (session: string, number: string): string =>
  `v=0\r\no=- ${session} ${number} IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=ice-ufrag:Ab+/\r\n`;

it('reads session and number beyond what a double holds', () => {
  expect(versionOf(sdp('9223372036854775807', '18446744073709551615'))).toEqual({
    session: '9223372036854775807',
    number: 18446744073709551615n,
  });
});

it.each(['v=0\r\n', 'v=0\r\no=- a b IN IP4 0.0.0.0\r\n', ''])('finds no version in %j', (text) => {
  expect(versionOf(text)).toBeUndefined();
});

it('a higher number of the same session is newer, an equal or lower one a replay', () => {
  const third = { session: '1', number: 3n };
  expect(isNewer(third, undefined)).toBe(true);
  expect(isNewer({ session: '1', number: 4n }, third)).toBe(true);
  expect(isNewer({ session: '1', number: 3n }, third)).toBe(false);
  expect(isNewer({ session: '1', number: 2n }, third)).toBe(false);
  expect(isNewer({ session: '2', number: 1n }, third)).toBe(true);
  expect(isSame({ session: '1', number: 3n }, third)).toBe(true);
  expect(isSame(third, undefined)).toBe(false);
});

it('finds the fragments of all sections once', () => {
  expect([...fragmentsOf(sdp('1', '2') + 'm=video 9 X 1\r\na=ice-ufrag:Ab+/\r\na=ice-ufrag:zz\r\n')]).toEqual(
    ['Ab+/', 'zz'],
  );
});
