import { createSocket } from 'node:dgram';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import { parseMessage, writeMessage } from '../message.js';
import { METHOD, SUCCESS } from '../protocol.js';
import { Relay } from '../relay.js';

const other = Object.values(networkInterfaces())
  .flatMap((all = []) => all)
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
if (other === undefined) process.stdout.write('A machine of several addresses was skipped: this has one.\n');

it.skipIf(other === undefined)('a relay answers from the address that a client has asked', async () => {
  await using relay = await Relay.start({ port: 0, secret: 'a secret' });
  const client = createSocket('udp4').bind(0, other);
  await once(client, 'listening');
  // Connected: what comes from elsewhere is dropped, as browsers do.
  client.connect(relay.port, '127.0.0.1');
  await once(client, 'connect');
  client.send(writeMessage(METHOD.binding, randomBytes(12), []));
  const [bytes] = (await once(client, 'message')) as [Buffer];
  expect(parseMessage(bytes)?.type).toBe(METHOD.binding | SUCCESS);
  client.close();
});

it('a port that another program has on one address is taken', async () => {
  const socket = createSocket('udp4').bind(0, other ?? '127.0.0.1');
  await once(socket, 'listening');
  await expect(Relay.start({ port: socket.address().port, secret: 'a secret' })).rejects.toThrow(
    'EADDRINUSE',
  );
  socket.close();
});
