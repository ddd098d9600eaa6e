import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { attribute, parseMessage, writeMessage } from '../message.js';
import { ATTRIBUTE, COOKIE, METHOD } from '../protocol.js';
import { Relay } from '../relay.js';
import { codeOf, TurnClient } from './turnClient.js';

let relay: Relay;
let sender: TurnClient;
const errors: unknown[] = [];
beforeAll(async () => {
  relay = await Relay.start({
    port: 0,
    host: '127.0.0.1',
    secret: 'secret',
    onError: (error) => errors.push(error),
  });
  sender = await TurnClient.open(relay, relay.issue({ group: 'call', member: 'one' }, 600));
  await sender.allocate();
});
afterAll(async () => {
  sender.close();
  await relay.close();
});

const types = [0, 1, 3, 4, 8, 9, 0x16, 0x17, 0x101, 0x111, 0x3fff];

/** Datagrams that look like messages: a right head, attributes of any type and length, and cut or lengthened. */
const almost = fc
  .record({
    type: fc.constantFrom(...types),
    transaction: fc.uint8Array({ minLength: 12, maxLength: 12 }),
    attributes: fc.array(
      fc.tuple(
        fc.oneof(fc.constantFrom(...Object.values(ATTRIBUTE)), fc.integer({ min: 0, max: 0xffff })),
        fc.uint8Array({ maxLength: 60 }),
      ),
      { maxLength: 8 },
    ),
    length: fc.option(fc.integer({ min: 0, max: 0xffff }), { freq: 3 }),
    cut: fc.option(fc.nat(120), { freq: 3 }),
  })
  .map(({ type, transaction, attributes, length, cut }) => {
    const bytes = writeMessage(
      type,
      Buffer.from(transaction),
      attributes.map(([kind, value]) => attribute(kind, Buffer.from(value))),
    );
    if (length !== null) bytes.writeUInt16BE(length, 2);
    return cut === null ? bytes : bytes.subarray(0, cut);
  });

const anything = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));

it('reads any datagram as a message or as none', () => {
  fc.assert(
    fc.property(fc.oneof(almost, anything), (bytes) => {
      const message = parseMessage(bytes);
      if (message) expect(bytes.readUInt32BE(4)).toBe(COOKIE);
    }),
    { numRuns: 20_000, seed: 1 },
  );
});

it('outlives any datagram, and answers as before', async () => {
  for (const bytes of fc.sample(fc.oneof(almost, anything), { numRuns: 3000, seed: 2 })) {
    sender.raw(bytes);
    // One after the other: what a socket drops was not tried.
    if (bytes[0] === 7) await new Promise(setImmediate);
  }
  expect(codeOf(await sender.request(METHOD.refresh, []))).toBeUndefined();
  expect(errors).toEqual([]);
});

it('reads signed requests with any attributes', async () => {
  const values = fc.sample(
    fc.tuple(
      fc.constantFrom(METHOD.allocate, METHOD.createPermission, METHOD.bindChannel, METHOD.refresh),
      fc.array(
        fc.tuple(
          fc.constantFrom(...Object.values(ATTRIBUTE).filter((type) => type !== ATTRIBUTE.integrity)),
          fc.uint8Array({ maxLength: 24 }),
        ),
        { maxLength: 4 },
      ),
    ),
    { numRuns: 150, seed: 3 },
  );
  for (const [method, attributes] of values) {
    const written = attributes.map(([kind, value]) => attribute(kind, Buffer.from(value)));
    await sender.request(method, written);
  }
  expect(errors).toEqual([]);
});
