import { createHash, randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { addressAttribute, readV4Address } from '../address.js';
import { attribute, attributeOf, writeMessage } from '../message.js';
import { ATTRIBUTE, METHOD } from '../protocol.js';
import { Relay, type RelayOptions } from '../relay.js';
import { codeOf, lifetime, transport, TurnClient } from './turnClient.js';

const SECRET = 'a secret of the server';
const open: { close: () => unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function start(options: Partial<RelayOptions> = {}): Promise<Relay> {
  const relay = await Relay.start({ port: 0, host: '127.0.0.1', secret: SECRET, ...options });
  open.push(relay);
  return relay;
}

async function client(relay: Relay, group: string, member: string): Promise<TurnClient> {
  const opened = await TurnClient.open(relay, relay.issue({ group, member }, 1000));
  open.push(opened);
  return opened;
}

/** Two who have permitted each other. */
async function pair(relay: Relay): Promise<[TurnClient, TurnClient]> {
  const [one, two] = [await client(relay, 'call', 'one'), await client(relay, 'call', 'two')];
  await one.allocate();
  await two.allocate();
  await one.permit(two.relayed);
  await two.permit(one.relayed);
  return [one, two];
}

describe('a relay', () => {
  it('says to anybody from where their datagrams come', async () => {
    const relay = await start();
    const asking = await client(relay, 'call', 'one');
    const answer = await asking.exchange(METHOD.binding, randomBytes(12), []);
    const mapped = attributeOf(answer, ATTRIBUTE.mapped);
    expect(mapped && readV4Address(mapped, answer.transaction)?.address).toBe('127.0.0.1');
  });

  it('carries datagrams both ways between two of a call, with and without a channel', async () => {
    const relay = await start();
    const [one, two] = await pair(relay);
    one.send(two.relayed, 'without');
    await expect.poll(() => two.received).toEqual([{ data: 'without', from: one.relayed }]);
    expect(codeOf(await two.bind(0x4001, one.relayed))).toBeUndefined();
    one.send(two.relayed, 'to a channel');
    two.sendOver(0x4001, 'over it');
    await expect.poll(() => two.received.at(-1)).toEqual({ data: 'to a channel', channel: 0x4001 });
    await expect.poll(() => one.received).toEqual([{ data: 'over it', from: two.relayed }]);
    expect(relay.stats).toMatchObject({ allocations: 2, datagrams: 3 });
  });

  it('carries nothing before both have permitted it', async () => {
    const relay = await start();
    const [one, two] = [await client(relay, 'call', 'one'), await client(relay, 'call', 'two')];
    await one.allocate();
    await two.allocate();
    await one.permit(two.relayed);
    one.send(two.relayed, 'too early');
    await two.permit(one.relayed);
    one.send(two.relayed, 'permitted');
    await expect.poll(() => two.received.map(({ data }) => data)).toEqual(['permitted']);
  });

  it('knows no peer but those of the same call: no other call, no address of the network', async () => {
    const relay = await start();
    const [one] = await pair(relay);
    const other = await client(relay, 'another-call', 'three');
    await other.allocate();
    const foreign = [
      other.relayed,
      { address: '127.0.0.1', port: 22 },
      { address: '10.0.0.1', port: 80 },
      { address: '169.254.169.254', port: 80 },
      { ...one.relayed, port: 9 },
    ];
    for (const peer of foreign) {
      expect(codeOf(await one.permit(peer)), JSON.stringify(peer)).toBe(403);
      expect(codeOf(await one.bind(0x4002, peer))).toBe(403);
    }
    expect(codeOf(await other.permit(one.relayed))).toBe(403);
    // IPv6 in an address of the peer is none of ours either.
    const transaction = randomBytes(12);
    const v6 = addressAttribute(ATTRIBUTE.peer, { address: '::1', port: 22 }, transaction);
    expect(codeOf(await one.request(METHOD.createPermission, [v6], transaction))).toBe(403);
  });

  it('answers a repeated request as the first, and a second allocation with a mismatch', async () => {
    const relay = await start();
    const one = await client(relay, 'call', 'one');
    const transaction = randomBytes(12);
    await one.allocate([transport], transaction);
    const { relayed } = one;
    await one.allocate([transport], transaction);
    expect(one.relayed).toEqual(relayed);
    expect(codeOf(await one.allocate())).toBe(437);
    expect(relay.stats.allocations).toBe(1);
  });

  it('ends an allocation that is refreshed with 0, and all of a member who has to go', async () => {
    const relay = await start();
    const [one, two] = await pair(relay);
    expect(codeOf(await one.request(METHOD.refresh, [lifetime(0)]))).toBeUndefined();
    expect(codeOf(await one.permit(two.relayed))).toBe(437);
    relay.end('two');
    expect(relay.stats.allocations).toBe(0);
    expect(codeOf(await two.request(METHOD.refresh, [lifetime(600)]))).toBe(437);
  });
});

describe('a relay refuses', () => {
  it('wrong secrets, expired names, foreign names, old nonces and who is no longer there', async () => {
    let now = Date.now();
    let live = true;
    const relay = await start({ now: () => now, isLive: () => live });
    const one = await client(relay, 'call', 'one');
    const { username, credential } = one.credential;
    one.credential = { username, credential: `${credential}x` };
    expect(codeOf(await one.allocate())).toBe(401);
    const longer = username.replace(/^\d+/, '9999999999');
    one.credential = { username: longer, credential };
    expect(codeOf(await one.allocate())).toBe(401);
    one.credential = { username: 'nobody', credential };
    expect(codeOf(await one.allocate())).toBe(401);
    one.credential = { username, credential };
    live = false;
    expect(codeOf(await one.allocate())).toBe(401);
    live = true;
    expect(codeOf(await one.allocate())).toBeUndefined();
    now += 1_001_000;
    expect(codeOf(await one.request(METHOD.refresh, [lifetime(600)]))).toBe(401);
    now += 3_600_000;
    one.credential = relay.issue({ group: 'call', member: 'one' }, 60);
    expect(codeOf(await one.allocate())).toBe(438);
  });

  it('to let another name use an allocation, also from the same address', async () => {
    const relay = await start();
    const one = await client(relay, 'call', 'one');
    await one.allocate();
    one.credential = relay.issue({ group: 'call', member: 'two' }, 60);
    expect(codeOf(await one.request(METHOD.refresh, [lifetime(600)]))).toBe(441);
  });

  it('a request that was recorded and changed', async () => {
    const relay = await start();
    const [one, two] = await pair(relay);
    const { username, credential } = one.credential;
    const transaction = randomBytes(12);
    const key = createHash('md5').update(`${username}:parley:${credential}`).digest();
    const signed = writeMessage(METHOD.refresh, transaction, [attribute(ATTRIBUTE.username, username)], key);
    // Another type, the same signature.
    signed.writeUInt16BE(METHOD.allocate, 0);
    one.raw(signed);
    expect(codeOf(await two.request(METHOD.refresh, [lifetime(600)]))).toBeUndefined();
    expect(relay.stats.allocations).toBe(2);
  });

  it('more allocations than a member may have, and other transports and families', async () => {
    const relay = await start({ limits: { perMember: 2 } });
    const many = await Promise.all([1, 2, 3].map(() => client(relay, 'call', 'one')));
    const codes = [];
    for (const one of many) codes.push(codeOf(await one.allocate()));
    expect(codes).toEqual([undefined, undefined, 486]);
    const two = await client(relay, 'call', 'two');
    expect(codeOf(await two.allocate([]))).toBe(442);
    const tcp = attribute(ATTRIBUTE.transport, Buffer.from([6, 0, 0, 0]));
    expect(codeOf(await two.allocate([tcp]))).toBe(442);
    const v6 = attribute(ATTRIBUTE.family, Buffer.from([2, 0, 0, 0]));
    expect(codeOf(await two.allocate([transport, v6]))).toBe(440);
    const unknown = attribute(0x7f00, Buffer.alloc(0));
    expect(codeOf(await two.allocate([transport, unknown]))).toBe(420);
  });

  it('to carry more than a member may send, and carries on a second later', async () => {
    let now = Date.now();
    const relay = await start({ now: () => now, limits: { bytesPerSecond: 1000 } });
    const [one, two] = await pair(relay);
    for (let i = 0; i < 12; i++) one.send(two.relayed, 'x'.repeat(100));
    await expect.poll(() => relay.stats).toMatchObject({ datagrams: 10, throttled: 2 });
    now += 1000;
    one.send(two.relayed, 'and on');
    await expect.poll(() => two.received.at(-1)?.data).toBe('and on');
  });

  it('what has expired: permissions, channels and allocations', async () => {
    let now = Date.now();
    const relay = await start({ now: () => now });
    const [one, two] = await pair(relay);
    await one.bind(0x4000, two.relayed);
    now += 301_000;
    one.sendOver(0x4000, 'permitted no more');
    await two.permit(one.relayed);
    await one.permit(two.relayed);
    one.sendOver(0x4000, 'permitted again');
    await expect.poll(() => two.received.map(({ data }) => data)).toEqual(['permitted again']);
    now += 300_000;
    expect(codeOf(await two.permit(one.relayed))).toBe(437);
    expect(codeOf(await two.allocate())).toBeUndefined();
    expect(relay.stats.allocations).toBe(1);
  });
});
