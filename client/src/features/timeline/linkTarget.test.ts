import { expect, it } from 'vitest';
import { linkTarget } from './linkTarget';

const origin = 'http://host:4100';
const room = '/rooms/0123456789abcdef01234567';

it.each([
  [`${origin}${room}?at=12`, { kind: 'app', to: `${room}?at=12` }],
  [`${room}/search?q=a`, { kind: 'app', to: `${room}/search?q=a` }],
  [`${origin}/`, { kind: 'app', to: '/' }],
  [`HTTP://HOST:4100${room}`, { kind: 'app', to: room }],
])('%s stays in the page', (href, target) => expect(linkTarget(href, origin)).toEqual(target));

it.each([
  `http://host:41001${room}`,
  `http://host:4100.evil.org${room}`,
  `http://host.au:4100${room}`,
  `https://host:4100${room}`,
  `http://jo@host:4100${room}`,
  `http://host:4100@evil.org${room}`,
  '/api/v1/docs',
  `${origin}/files/1`,
  'https://example.org/',
  'http://[broken',
])('%s opens in a tab of its own', (href) =>
  expect(linkTarget(href, origin)).toEqual({ kind: 'away', href }),
);

it.each(['tel:+4930123456', 'mailto:jo@example.org', 'MAILTO:jo@example.org'])(
  '%s opens by another program',
  (href) => expect(linkTarget(href, origin)).toEqual({ kind: 'system', href }),
);
