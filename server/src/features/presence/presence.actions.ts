import type { Presence, PresenceView } from '@parley/shared/sync';
import { KeyedThrottle } from '../../platform/keyedThrottle.js';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { publishPersonHere } from '../users/audience.actions.js';

/** A reload or a short cut must not flicker: who loses the last connection is offline only after this. */
const OFFLINE_AFTER_MS = 5000;
/** Everybody receives each change, so there is at most one of a person in this interval, in ms: what comes sooner is published at its end. */
const PUBLISH_INTERVAL_MS = 1000;
/** A node that did not say who is there for so many beacons is gone, and with it who was connected to it alone. */
const GONE_AFTER_BEACONS = 3;

interface Person {
  /** Each connection, and whether its user is at the keyboard. */
  connections: Map<string, boolean>;
  dnd: boolean;
  leaving: NodeJS.Timeout | undefined;
}

interface OtherNode {
  people: Map<string, Presence>;
  receivedAt: number;
}

interface Known {
  /** Who is connected to this node. */
  people: Map<string, Person>;
  /** What was published of them last to the other nodes; nobody who is offline. */
  here: Map<string, Presence>;
  throttle: KeyedThrottle;
  others: Map<string, OtherNode>;
  /** What was published last to everybody connected here; nobody who is offline. */
  published: Map<string, Presence>;
}

const knownOf = perServer((): Known => ({
  people: new Map(),
  here: new Map(),
  throttle: new KeyedThrottle(PUBLISH_INTERVAL_MS),
  others: new Map(),
  published: new Map(),
}));

/** Any tab at work makes one online; all idle, away; none, offline. */
function derive(person: Person | undefined): Presence {
  if (!person) return 'offline';
  const { connections, dnd } = person;
  if (dnd) return 'dnd';
  return [...connections.values()].some(Boolean) ? 'online' : 'away';
}

/** Of several the first counts. */
const order: Presence[] = ['dnd', 'online', 'away', 'offline'];

/** What somebody is, over all nodes, who is `own` on this one. */
function merged({ others }: Known, userId: string, own: Presence): Presence {
  let best = order.indexOf(own);
  for (const { people } of others.values()) {
    const there = people.get(userId);
    if (there) best = Math.min(best, order.indexOf(there));
  }
  return order[best] ?? 'offline';
}

declare module '../../platform/nodes.js' {
  interface NodeMessages {
    /** Who is connected to the node that sends it; sent again and again, so that a node that died is forgotten. */
    people: { from: string; people: [userId: string, presence: Presence][] };
    presence: { from: string; userId: string; presence: Presence };
    /** A node that has just started requests who is connected to the others. */
    whoIsThere: { from: string };
  }
}

/** Publishes to those connected to this node; every node does so to its own. */
function tellHere(server: Server, userId: string): void {
  const all = knownOf(server);
  const presence = merged(all, userId, all.here.get(userId) ?? 'offline');
  if (presence === (all.published.get(userId) ?? 'offline')) return;
  if (presence === 'offline') all.published.delete(userId);
  else all.published.set(userId, presence);
  // What it is then, and not what it is now: what is published last is so.
  publishPersonHere(server, userId, 'presence:changed', () => ({
    presence: { userId, presence: all.published.get(userId) ?? 'offline' },
  })).catch((error: unknown) => server.log.warn({ err: error }, 'a presence could not be told'));
}

/** Publishes what somebody is. @returns false if that is what was published last */
function tellNow(server: Server, userId: string): boolean {
  const { people, here } = knownOf(server);
  const person = people.get(userId);
  // A person who has just lost the last connection may be back in a moment.
  if (person?.connections.size === 0) return false;
  const presence = derive(person);
  if (presence === (here.get(userId) ?? 'offline')) return false;
  if (presence === 'offline') here.delete(userId);
  else here.set(userId, presence);
  server.nodes.broadcast({ kind: 'presence', from: server.nodes.nodeId, userId, presence });
  tellHere(server, userId);
  return true;
}

const tell = (server: Server, userId: string): void =>
  knownOf(server).throttle.do(userId, () => tellNow(server, userId));

/** A connection came, or its user went idle or came back. */
export function noteConnection(
  server: Server,
  userId: string,
  connection: { id: string; active: boolean },
): void {
  const all = knownOf(server).people;
  const person = all.get(userId) ?? {
    connections: new Map<string, boolean>(),
    dnd: false,
    leaving: undefined,
  };
  all.set(userId, person);
  clearTimeout(person.leaving);
  person.leaving = undefined;
  person.connections.set(connection.id, connection.active);
  tell(server, userId);
}

/** A connection ended. */
export function dropConnection(server: Server, userId: string, connectionId: string): void {
  const all = knownOf(server).people;
  const person = all.get(userId);
  if (!person?.connections.delete(connectionId)) return;
  if (person.connections.size > 0) return tell(server, userId);
  person.leaving = setTimeout(() => {
    all.delete(userId);
    tell(server, userId);
  }, OFFLINE_AFTER_MS);
  person.leaving.unref();
}

/** Turns do-not-disturb on or off for everybody to see: at once, since it comes with a connection, or with a change that is published to all anyway. */
export function setDoNotDisturb(server: Server, userId: string, dnd: boolean): void {
  const person = knownOf(server).people.get(userId);
  if (!person) return;
  person.dnd = dnd;
  tellNow(server, userId);
}

/** What somebody is now, published or not. */
export function presenceOf(server: Server, userId: string): Presence {
  const all = knownOf(server);
  const person = all.people.get(userId);
  const isHere = person !== undefined && person.connections.size > 0;
  return merged(all, userId, isHere ? derive(person) : (all.here.get(userId) ?? 'offline'));
}

/** Everybody who is not offline, as they are now, published or not. */
export function listPresences(server: Server): PresenceView[] {
  const all = knownOf(server);
  return [...new Set([...all.published.keys(), ...all.people.keys()])]
    .map((userId) => ({ userId, presence: presenceOf(server, userId) }))
    .filter(({ presence }) => presence !== 'offline');
}

function tellAll(server: Server): void {
  server.nodes.broadcast({ kind: 'people', from: server.nodes.nodeId, people: [...knownOf(server).here] });
}

/** Takes what another node says of its people, and publishes here what that changes. */
function receive(server: Server, from: string, people: Map<string, Presence>): void {
  const { others } = knownOf(server);
  const before = others.get(from)?.people ?? new Map<string, Presence>();
  others.set(from, { people, receivedAt: Date.now() });
  for (const userId of new Set([...before.keys(), ...people.keys()])) tellHere(server, userId);
}

function forgetGone(server: Server, afterMs: number): void {
  const { others } = knownOf(server);
  for (const [from, { people, receivedAt }] of others) {
    if (receivedAt > Date.now() - afterMs) continue;
    others.delete(from);
    for (const userId of people.keys()) tellHere(server, userId);
  }
}

/** Caches what other nodes say of their people, and sends them this one's. Returns how to end it. */
export function sharePresence(server: Server): () => void {
  const { nodes } = server;
  nodes.onMessage((message) => {
    if (message.kind === 'whoIsThere') return tellAll(server);
    if (message.kind === 'people') return receive(server, message.from, new Map(message.people));
    if (message.kind !== 'presence') return;
    // Of a node that was never seen all others are missing; it says who they are within the next seconds.
    const { others } = knownOf(server);
    const node = others.get(message.from) ?? { people: new Map<string, Presence>(), receivedAt: 0 };
    node.people.set(message.userId, message.presence);
    others.set(message.from, { ...node, receivedAt: Date.now() });
    tellHere(server, message.userId);
  });
  nodes.broadcast({ kind: 'whoIsThere', from: nodes.nodeId });
  const beaconMs = server.config.BEACON_SECONDS * 1000;
  const timer = setInterval(() => {
    tellAll(server);
    forgetGone(server, GONE_AFTER_BEACONS * beaconMs);
  }, beaconMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    // Its people go on elsewhere, or are offline: nobody has to wait until this node is given up.
    nodes.broadcast({ kind: 'people', from: nodes.nodeId, people: [] });
  };
}
