import { addressAttribute, readV4Address, type Address } from './address.js';
import { VIRTUAL_ADDRESS, type Allocation, type Allocations } from './allocations.js';
import { holderOf, keyOf, REALM, type Holder, type Nonces } from './credentials.js';
import {
  attribute,
  attributeOf,
  isSignedWith,
  numberAttribute,
  writeMessage,
  type Message,
} from './message.js';
import {
  ATTRIBUTE,
  CHANNELS,
  ERROR,
  FAMILY,
  FIRST_OPTIONAL,
  METHOD,
  REASON,
  SUCCESS,
  UDP,
} from './protocol.js';

/** Of EVEN-PORT: the port above, too (RFC 8656 §18.7). */
const RESERVE = 0x80;
/** How long an allocation lasts unless it is refreshed, and at most (RFC 8656 §3.2, §7.2), in seconds. */
const LIFETIME_S = 600;
const LONGEST_S = 3600;

export interface Context {
  secret: string;
  nonces: Nonces;
  allocations: Allocations;
  /** Whether somebody with a valid name may still use it. */
  isLive: (holder: Holder) => boolean;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** A request that is refused, with the code of RFC 8656 §18. */
class Refusal extends Error {
  constructor(
    readonly code: number,
    readonly attributes: Buffer[] = [],
    readonly key?: Buffer,
  ) {
    super(REASON[code]);
  }
}

/** @returns the answer to a request; undefined where none is due */
export function answer(context: Context, request: Message, client: Address): Buffer | undefined {
  const { type, transaction } = request;
  try {
    if (type === METHOD.binding)
      return writeMessage(type | SUCCESS, transaction, [mapped(client, transaction)]);
    const handle = handlers[type];
    if (!handle) return undefined;
    const { key, holder, username } = authenticate(context, request);
    refuseUnknown(request, key);
    try {
      return writeMessage(
        type | SUCCESS,
        transaction,
        handle({ context, request, client, holder, username }),
        key,
      );
    } catch (error) {
      throw error instanceof Refusal ? new Refusal(error.code, error.attributes, key) : error;
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const code = Buffer.from([0, 0, Math.floor(error.code / 100), error.code % 100]);
    const reason = attribute(ATTRIBUTE.error, Buffer.concat([code, Buffer.from(error.message)]));
    return writeMessage(type | ERROR, transaction, [reason, ...error.attributes], error.key);
  }
}

/** Who sends a request (RFC 8489 §9.2.4). */
function authenticate({ secret, nonces, isLive, now }: Context, request: Message) {
  const challenge = (code: number): Refusal =>
    new Refusal(code, [attribute(ATTRIBUTE.realm, REALM), attribute(ATTRIBUTE.nonce, nonces.create())]);
  if (request.integrityAt === undefined) throw challenge(401);
  const username = attributeOf(request, ATTRIBUTE.username)?.toString() ?? '';
  const nonce = attributeOf(request, ATTRIBUTE.nonce)?.toString('latin1') ?? '';
  const holder = holderOf(username, now() / 1000);
  if (!holder) throw challenge(401);
  if (!nonces.isFresh(nonce)) throw challenge(438);
  const key = keyOf(secret, username);
  if (!isSignedWith(request, key) || !isLive(holder)) throw challenge(401);
  return { key, holder, username };
}

const known = new Set<number>(Object.values(ATTRIBUTE));

function refuseUnknown({ attributes }: Message, key: Buffer): void {
  const unknown = attributes.flatMap(({ type }) => (type < FIRST_OPTIONAL && !known.has(type) ? [type] : []));
  if (unknown.length === 0) return;
  const types = Buffer.alloc(2 * unknown.length);
  unknown.forEach((type, i) => types.writeUInt16BE(type, 2 * i));
  throw new Refusal(420, [attribute(ATTRIBUTE.unknown, types)], key);
}

interface Requested {
  context: Context;
  request: Message;
  client: Address;
  holder: Holder;
  username: string;
}

const mapped = (client: Address, transaction: Buffer): Buffer =>
  addressAttribute(ATTRIBUTE.mapped, client, transaction);

function allocate({ context: { allocations, now }, request, client, holder, username }: Requested): Buffer[] {
  const { transaction } = request;
  const before = allocations.of(client);
  // A repeated request, whose answer was lost, is no second one.
  if (before && !before.made.transaction.equals(transaction)) throw new Refusal(437);
  if (attributeOf(request, ATTRIBUTE.transport)?.[0] !== UDP) throw new Refusal(442);
  if (attributeOf(request, ATTRIBUTE.family)?.[0] === FAMILY.v6) throw new Refusal(440);
  const even = attributeOf(request, ATTRIBUTE.evenPort)?.[0];
  // The next port is not reserved for a second allocation, which nobody has needed since RTCP goes over the same.
  if (((even ?? 0) & RESERVE) !== 0) throw new Refusal(508);
  const wanted = { client, holder, username, transaction, even: even !== undefined };
  const allocation = before ?? allocations.create(wanted);
  if (!allocation) throw new Refusal(486);
  const seconds = Math.max(LIFETIME_S, lifetimeOf(request));
  allocation.expires = now() + seconds * 1000;
  return [
    addressAttribute(
      ATTRIBUTE.relayed,
      { address: VIRTUAL_ADDRESS, port: allocation.made.port },
      transaction,
    ),
    numberAttribute(ATTRIBUTE.lifetime, seconds),
    mapped(client, transaction),
  ];
}

function refresh(requested: Requested): Buffer[] {
  const { context, request } = requested;
  const allocation = allocationOf(requested);
  const seconds = lifetimeOf(request);
  if (seconds === 0) context.allocations.delete(allocation);
  else allocation.expires = context.now() + seconds * 1000;
  return [numberAttribute(ATTRIBUTE.lifetime, seconds)];
}

function createPermission(requested: Requested): Buffer[] {
  const allocation = allocationOf(requested);
  const peers = requested.request.attributes.filter(({ type }) => type === ATTRIBUTE.peer);
  if (peers.length === 0) throw new Refusal(400);
  const ports = peers.map(({ value }) => peerPort(requested, value));
  for (const port of ports) allocation.permit(port, requested.context.now());
  return [];
}

function bindChannel(requested: Requested): Buffer[] {
  const allocation = allocationOf(requested);
  const channel = attributeOf(requested.request, ATTRIBUTE.channel);
  const peer = attributeOf(requested.request, ATTRIBUTE.peer);
  const number = channel?.length === 4 ? channel.readUInt16BE(0) : 0;
  if (!peer || number < CHANNELS.first || number > CHANNELS.last) throw new Refusal(400);
  if (!allocation.bind(number, peerPort(requested, peer), requested.context.now())) throw new Refusal(400);
  return [];
}

const handlers: Record<number, (requested: Requested) => Buffer[]> = {
  [METHOD.allocate]: allocate,
  [METHOD.refresh]: refresh,
  [METHOD.createPermission]: createPermission,
  [METHOD.bindChannel]: bindChannel,
};

function allocationOf({ context: { allocations }, client, username }: Requested): Allocation {
  const allocation = allocations.of(client);
  if (!allocation) throw new Refusal(437);
  // The same address and port must use the name that made it (RFC 8656 §5).
  if (allocation.made.username !== username) throw new Refusal(441);
  return allocation;
}

/**
 * The one door to the network, and it is shut: a peer is another allocation of this relay, and of the same group. No such peer
 * and a peer of others look alike, and so does every address of the inner network.
 */
function peerPort({ context: { allocations }, request, holder }: Requested, value: Buffer): number {
  const peer = readV4Address(value, request.transaction);
  const allocation = peer?.address === VIRTUAL_ADDRESS ? allocations.at(peer.port) : undefined;
  if (allocation?.made.holder.group !== holder.group) throw new Refusal(403);
  return allocation.made.port;
}

function lifetimeOf(request: Message): number {
  const value = attributeOf(request, ATTRIBUTE.lifetime);
  return Math.min(value?.length === 4 ? value.readUInt32BE(0) : LIFETIME_S, LONGEST_S);
}
