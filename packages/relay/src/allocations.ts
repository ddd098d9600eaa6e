import type { Address } from './address.js';
import type { Holder } from './credentials.js';

/** All relayed addresses are of this one, which belongs to nobody (RFC 5737): they are names, not places on the network. */
export const VIRTUAL_ADDRESS = '192.0.2.1';
const FIRST_PORT = 1024;
const LAST_PORT = 65_535;
/** How long a permission lasts (RFC 8656 §9), and a channel (§12). */
const PERMISSION_MS = 300_000;
const CHANNEL_MS = 600_000;

export interface Limits {
  /** Allocations of one member. A browser makes one for each connection and network interface. */
  perMember: number;
  /** Allocations in all. */
  total: number;
  /** What one member may send, in bytes a second. A second's worth may be sent at once. */
  bytesPerSecond: number;
}

/** How much a member may send now. */
interface Budget {
  bytes: number;
  at: number;
}

interface Made {
  client: Address;
  holder: Holder;
  username: string;
  /** Of its relayed address. */
  port: number;
  /** Of the request that made it: a repeated one gets the same answer. */
  transaction: Buffer;
  budget: Budget;
}

/** A client's relayed address. */
export class Allocation {
  expires = 0;
  /** By port of the peer's relayed address. */
  private readonly permissions = new Map<number, number>();
  private readonly channels = new Map<number, { port: number; expires: number }>();
  private readonly channelOf = new Map<number, number>();

  constructor(readonly made: Made) {}

  permit(port: number, now: number): void {
    this.permissions.set(port, now + PERMISSION_MS);
  }
  permits(port: number, now: number): boolean {
    return (this.permissions.get(port) ?? 0) > now;
  }

  /** @returns false where one of the two is bound to another already */
  bind(channel: number, port: number, now: number): boolean {
    const bound = this.channels.get(channel);
    if (bound && bound.expires > now && bound.port !== port) return false;
    const other = this.channelFor(port, now);
    if (other !== undefined && other !== channel) return false;
    this.channels.set(channel, { port, expires: now + CHANNEL_MS });
    this.channelOf.set(port, channel);
    this.permit(port, now);
    return true;
  }
  /** @returns the port of the peer that a channel leads to */
  portOf(channel: number, now: number): number | undefined {
    const bound = this.channels.get(channel);
    return bound && bound.expires > now ? bound.port : undefined;
  }
  channelFor(port: number, now: number): number | undefined {
    const channel = this.channelOf.get(port);
    return channel !== undefined && this.portOf(channel, now) === port ? channel : undefined;
  }
}

/** All allocations of a relay, by their clients and by their relayed ports. */
export class Allocations {
  private readonly byClient = new Map<string, Allocation>();
  private readonly byPort = new Map<number, Allocation>();
  private readonly byMember = new Map<string, Set<Allocation>>();
  private nextPort = FIRST_PORT;

  constructor(
    private readonly limits: Limits,
    private readonly now: () => number,
  ) {}

  get size(): number {
    return this.byPort.size;
  }

  of(client: Address): Allocation | undefined {
    return this.alive(this.byClient.get(nameOf(client)));
  }
  at(port: number): Allocation | undefined {
    return this.alive(this.byPort.get(port));
  }

  /**
   * @param even whether the relayed port must be an even number
   * @returns undefined where a limit is reached
   */
  create({ even, ...wanted }: Omit<Made, 'port' | 'budget'> & { even: boolean }): Allocation | undefined {
    const { client, holder, transaction } = wanted;
    const own = this.byMember.get(holder.member) ?? new Set<Allocation>();
    if (own.size >= this.limits.perMember || this.size >= this.limits.total) return undefined;
    const full = { bytes: this.limits.bytesPerSecond, at: this.now() };
    const budget = own.values().next().value?.made.budget ?? full;
    const port = this.freePort(even);
    // The transaction is a piece of a datagram's memory, which is larger and used again.
    const allocation = new Allocation({ ...wanted, port, budget, transaction: Buffer.from(transaction) });
    this.byClient.set(nameOf(client), allocation);
    this.byPort.set(port, allocation);
    this.byMember.set(holder.member, own.add(allocation));
    return allocation;
  }

  /** Takes from what the member may send. @returns false where it is used up: the datagram is dropped */
  spend({ made: { budget } }: Allocation, bytes: number): boolean {
    const { bytesPerSecond } = this.limits;
    const now = this.now();
    budget.bytes = Math.min(bytesPerSecond, budget.bytes + ((now - budget.at) / 1000) * bytesPerSecond);
    budget.at = now;
    if (budget.bytes < bytes) return false;
    budget.bytes -= bytes;
    return true;
  }

  delete(allocation: Allocation): void {
    const { client, port, holder } = allocation.made;
    this.byClient.delete(nameOf(client));
    this.byPort.delete(port);
    const own = this.byMember.get(holder.member);
    own?.delete(allocation);
    if (own?.size === 0) this.byMember.delete(holder.member);
  }

  /** Deletes all of a member's. */
  end(member: string): void {
    for (const allocation of [...(this.byMember.get(member) ?? [])]) this.delete(allocation);
  }

  /** Deletes what has expired and nobody sent anything to. */
  sweep(): void {
    for (const allocation of [...this.byPort.values()]) this.alive(allocation);
  }

  private alive(allocation: Allocation | undefined): Allocation | undefined {
    if (!allocation || allocation.expires > this.now()) return allocation;
    this.delete(allocation);
    return undefined;
  }

  /** Ports go round, so that what is still on its way to an ended allocation reaches no other. */
  private freePort(even: boolean): number {
    do this.nextPort = this.nextPort >= LAST_PORT ? FIRST_PORT : this.nextPort + 1;
    while (this.byPort.has(this.nextPort) || (even && this.nextPort % 2 === 1));
    return this.nextPort;
  }
}

const nameOf = ({ address, port }: Address): string => `${address} ${port}`;
