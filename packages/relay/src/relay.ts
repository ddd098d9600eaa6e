import type { Socket } from 'node:dgram';
import { addressAttribute, plainAddress, readV4Address, type Address } from './address.js';
import { Allocations, VIRTUAL_ADDRESS, type Allocation, type Limits } from './allocations.js';
import { issueCredential, Nonces, type Credential, type Holder } from './credentials.js';
import { attribute, attributeOf, parseMessage, writeMessage, type Message } from './message.js';
import { ATTRIBUTE, CHANNELS, DATA, SEND } from './protocol.js';
import { answer, type Context } from './session.js';
import { Sockets } from './sockets.js';
import { SourceLimit } from './sourceLimit.js';

export type { Credential, Holder, Limits };
export { probe } from './probe.js';
export type { Probed } from './probed.js';

const SWEEP_MS = 10_000;

export interface RelayOptions {
  /** A UDP port; 0 takes a free one. */
  port: number;
  /** Where to listen; without it on all addresses of both families. */
  host?: string;
  /** Signs credentials: the same on all servers that issue for this relay. */
  secret: string;
  /** Whether a holder may still use what was issued: false ends nothing, but refuses each further request. */
  isLive?: (holder: Holder) => boolean;
  limits?: Partial<Limits>;
  /** Receives what no datagram should be able to cause. The relay goes on. */
  onError?: (error: unknown) => void;
  /** Milliseconds since 1970. */
  now?: () => number;
}

/** What a relay has done since it started. */
export interface RelayStats {
  allocations: number;
  datagrams: number;
  bytes: number;
  /** Dropped because a member sends more than it may. */
  throttled: number;
}

/**
 * STUN and TURN (RFC 8489, RFC 8656) on one UDP port, between its own clients alone. A relayed address is virtual: it can be
 * reached through this relay by holders of the same group, and by nothing else. So there is no open relay, no way into the
 * inner network, no range of ports and no external address to configure. It takes two who both relay, which a browser
 * does for each candidate of the other side.
 */
export class Relay {
  private datagrams = 0;
  private bytes = 0;
  private throttled = 0;
  private readonly sweeping: NodeJS.Timeout;

  /** The socket by which each client is reached. */
  private readonly via = new WeakMap<Address, Socket>();
  private sockets: Sockets | undefined;

  private constructor(
    private readonly context: Context,
    private readonly sources: SourceLimit,
    isOnAll: boolean,
  ) {
    this.sweeping = setInterval(() => {
      context.allocations.sweep();
      if (isOnAll) void this.sockets?.refresh();
    }, SWEEP_MS).unref();
  }

  /** @throws where the port is taken or the host is not of this machine */
  static async start(options: RelayOptions): Promise<Relay> {
    const { port, host, secret, isLive, limits, onError = () => undefined, now = Date.now } = options;
    const allocations = new Allocations({ ...LIMITS, ...limits }, now);
    const nonces = new Nonces(() => now() / 1000);
    const context = { secret, nonces, allocations, isLive: isLive ?? (() => true), now };
    const relay = new Relay(context, new SourceLimit(now), host === undefined);
    try {
      relay.sockets = await Sockets.open(port, host, (bytes, from, via) => {
        try {
          const client = plainAddress(from);
          relay.via.set(client, via);
          relay.receive(bytes, client);
        } catch (error) {
          onError(error);
        }
      });
      return relay;
    } catch (error) {
      clearInterval(relay.sweeping);
      throw error;
    }
  }

  get port(): number {
    return this.sockets?.port ?? 0;
  }

  get stats(): RelayStats {
    this.context.allocations.sweep();
    const { datagrams, bytes, throttled } = this;
    return { allocations: this.context.allocations.size, datagrams, bytes, throttled };
  }

  /** @param seconds how long allocations can be made with it */
  issue(holder: Holder, seconds: number): Credential {
    return issueCredential(this.context.secret, holder, Math.floor(this.context.now() / 1000) + seconds);
  }

  /** Ends all allocations of a member at once. */
  end(member: string): void {
    this.context.allocations.end(member);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async close(): Promise<void> {
    clearInterval(this.sweeping);
    await this.sockets?.close();
  }

  private receive(bytes: Buffer, client: Address): void {
    if (bytes.length < 4) return;
    const channel = bytes.readUInt16BE(0);
    if (channel >= CHANNELS.first && channel <= CHANNELS.last) return this.receiveOverChannel(bytes, client);
    const message = parseMessage(bytes);
    if (!message) return;
    if (message.type === SEND) return this.receiveIndication(message, client);
    // A request may come from an address that was made up: it is answered only so often.
    if (!this.sources.admits(client.address)) return;
    const reply = answer(this.context, message, client);
    if (reply) this.send(reply, client);
  }

  private receiveOverChannel(bytes: Buffer, client: Address): void {
    const length = bytes.readUInt16BE(2);
    if (bytes.length < 4 + length) return;
    const from = this.context.allocations.of(client);
    const port = from?.portOf(bytes.readUInt16BE(0), this.context.now());
    if (from && port !== undefined) this.deliver(from, port, bytes.subarray(4, 4 + length));
  }

  private receiveIndication(message: Message, client: Address): void {
    const from = this.context.allocations.of(client);
    const peer = attributeOf(message, ATTRIBUTE.peer);
    const data = attributeOf(message, ATTRIBUTE.data);
    const to = peer && readV4Address(peer, message.transaction);
    if (from && data && to?.address === VIRTUAL_ADDRESS) this.deliver(from, to.port, data);
  }

  /** Delivers where both have permitted the other: each by a request of its own, which is signed. */
  private deliver(from: Allocation, port: number, data: Buffer): void {
    const { allocations, now } = this.context;
    const to = allocations.at(port);
    const time = now();
    if (!to || to.made.holder.group !== from.made.holder.group) return;
    if (!from.permits(port, time) || !to.permits(from.made.port, time)) return;
    if (!allocations.spend(from, data.length)) {
      this.throttled += 1;
      return;
    }
    this.datagrams += 1;
    this.bytes += data.length;
    this.send(wrapped(to, from.made.port, data, time), to.made.client);
  }

  private send(bytes: Buffer, client: Address): void {
    const { address, port } = client;
    const via = this.via.get(client);
    // On a socket of both families, which `host` may be, an address of IPv4 is written as one of IPv6.
    const isMapped = via?.address().address === '::' && !address.includes(':');
    via?.send(bytes, port, isMapped ? `::ffff:${address}` : address, () => undefined);
  }
}

const LIMITS: Limits = { perMember: 64, total: 4096, bytesPerSecond: 2_000_000 };

/** @returns a datagram from a peer as its receiver expects it: over a channel where it has bound one */
function wrapped(to: Allocation, port: number, data: Buffer, now: number): Buffer {
  const channel = to.channelFor(port, now);
  if (channel !== undefined) {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(channel, 0);
    head.writeUInt16BE(data.length, 2);
    return Buffer.concat([head, data]);
  }
  // Nothing answers an indication: its transaction need not be random.
  const transaction = Buffer.alloc(12);
  return writeMessage(DATA, transaction, [
    addressAttribute(ATTRIBUTE.peer, { address: VIRTUAL_ADDRESS, port }, transaction),
    attribute(ATTRIBUTE.data, data),
  ]);
}
