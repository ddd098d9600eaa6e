import { expect, it } from 'vitest';
import { verdictOf, type Attempt } from './verdict';

const udp = 'turn:parley.example:3478?transport=udp';
const tls = 'turns:turn.example:443?transport=tcp';
const attempt = (url: string, of: Partial<Attempt> = {}): Attempt => ({
  url,
  faults: [],
  ended: false,
  ...of,
});
const opened = { roundTrip: 11.6, lost: 0.02 };

it.each([
  [
    'what opens works, with its delay and loss',
    [attempt(udp, { opened })],
    { kind: 'works', roundTrip: 12, lost: 2 },
  ],
  [
    'only TCP opens: it works with more delay',
    [attempt(udp), attempt(tls, { opened })],
    { kind: 'overTcp', roundTrip: 12, lost: 2 },
  ],
  ['no relay is set up', [], { kind: 'noRelay' }],
  [
    'the secret is wrong, or clocks differ',
    [attempt(tls, { faults: [{ code: 401, text: '' }] })],
    { kind: 'secret' },
  ],
  [
    'the name is unknown',
    [attempt(udp, { faults: [{ code: 701, text: 'TURN host lookup received error.' }] })],
    { kind: 'unknownName' },
  ],
  [
    'a TCP port is closed',
    [attempt(tls, { ended: true, faults: [{ code: 701, text: 'closed' }] })],
    { kind: 'portClosed' },
  ],
  [
    'a TCP port is closed, and the browser says nothing of it',
    [attempt(tls, { ended: true })],
    { kind: 'portClosed' },
  ],
  ['what goes to a TCP port is dropped on the way', [attempt(tls)], { kind: 'dropped' }],
  [
    'much is lost on the way',
    [attempt(udp, { opened: { roundTrip: 40, lost: 0.15 } })],
    { kind: 'poor', roundTrip: 40, lost: 15 },
  ],
  [
    'it takes long',
    [attempt(tls, { opened: { roundTrip: 700, lost: 0 } })],
    { kind: 'poor', roundTrip: 700, lost: 0 },
  ],
  [
    'one of two names is unknown, and UDP is blocked to the other',
    [
      attempt(udp, { faults: [{ code: 701, text: 'TURN host lookup received error.' }], ended: true }),
      attempt(udp),
    ],
    { kind: 'udpBlocked' },
  ],
  ['nothing comes back, and there is no error: UDP is blocked', [attempt(udp)], { kind: 'udpBlocked' }],
  [
    'UDP is blocked, and the TCP port is closed',
    [attempt(udp), attempt(tls, { faults: [{ code: 701, text: '' }] })],
    { kind: 'udpBlocked' },
  ],
  [
    'of two that open the faster counts',
    [attempt(udp, { opened: { roundTrip: 40, lost: 0 } }), attempt(udp, { opened })],
    { kind: 'works', roundTrip: 12, lost: 2 },
  ],
])('%s', (_what, attempts, verdict) => {
  expect(verdictOf(attempts)).toEqual(verdict);
});
