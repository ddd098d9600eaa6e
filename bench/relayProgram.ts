import { Relay } from '@parley/relay';

/** The built-in relay in a process of its own, so that its processor time is its own. */
const relay = await Relay.start({
  port: 0,
  host: '127.0.0.1',
  secret: process.argv[2] ?? '',
  limits: { bytesPerSecond: 1e9 },
});
process.send?.({ port: relay.port });
