import type { Presence, PresenceView } from '@parley/shared/sync';
import { KeyedThrottle } from '../../platform/keyedThrottle.js';
import type { Server } from '../../platform/context.js';
import { perServer } from '../../platform/perServer.js';
import { publishPersonHere } from '../users/audience.actions.js';

/** A reload or a short cut must not flicker: a person without connections is offline only after this delay. */
const OFFLINE_AFTER_MS = 5000;
/** Changes are published to everybody, so there is at most one per person in this interval, in ms; the last is published at its end. */
const PUBLISH_INTERVAL_MS = 1000;
/** Beacons that a node may miss; then it is gone, with those who were connected to it alone. */
const GONE_AFTER_BEACONS = 3;

interface Person {
  /** Each connection, and whether its person is active there. */
  connections: Map<string, boolean>;
  dnd: boolean;
  leaving: NodeJS.Timeout | undefined;
}

interface OtherNode {
  people: Map<string, Presence>;
  receivedAt: number;
}

interface Known {
  /** People connected to this node. */
  people: Map<string, Person>;
  /** What was published last to the other nodes; without those who are offline. */
  here: Map<string, Presence>;
  throttle: KeyedThrottle;
  others: Map<string, OtherNode>;
  /** What was published last to everybody connected here; without those who are offline. */
  published: Map<string, Presence>;
}

const knownOf = perServer((): Known => ({
  people: new Map(),
  here: new Map(),
  throttle: new KeyedThrottle(PUBLISH_INTERVAL_MS),
  others: new Map(),
  published: new Map(),
}));

/** Any active tab makes one online; all idle, away; none, offline. */
function derive(person: Person | undefined): Presence {
  if (!person) return 'offline';
  const { connections, dnd } = person;
  if (dnd) return 'dnd';
  return [...connections.values()].some(Boolean) ? 'online' : 'away';
}

/** Of several presences the first in this order counts. */
const order: Presence[] = ['dnd', 'online', 'away', 'offline'];

/** A person's presence over all nodes, which is `own` on this one. */
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
    /** The people connected to the sending node; repeated, so that a node that crashed expires. */
    people: { from: string; people: [userId: string, presence: Presence][] };
    presence: { from: string; userId: string; presence: Presence };
    /** A node that has just started requests who is connected to the others. */
    whoIsThere: { from: string };
  }
}

/** Publishes to those connected to this node; every node does so for its own. */
function tellHere(server: Server, userId: string): void {
  const all = knownOf(server);
  const presence = merged(all, userId, all.here.get(userId) ?? 'offline');
  if (presence === (all.published.get(userId) ?? 'offline')) return;
  if (presence === 'offline') all.published.delete(userId);
  else all.published.set(userId, presence);
  // Computed when it is published, and not now: the last one published is then right.
  publishPersonHere(server, userId, 'presence:changed', () => ({
    presence: { userId, presence: all.published.get(userId) ?? 'offline' },
  })).catch((error: unknown) => server.log.warn({ err: error }, 'a presence could not be told'));
}

/** Publishes a person's presence. @returns false if that was published last */
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

/** A connection was opened, or its person became idle or active. */
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

/** Turns do-not-disturb on or off: published at once, since it comes with a connection, or with a change that is published anyway. */
export function setDoNotDisturb(server: Server, userId: string, dnd: boolean): void {
  const person = knownOf(server).people.get(userId);
  if (!person) return;
  person.dnd = dnd;
  tellNow(server, userId);
}

/** A person's presence now, published or not. */
export function presenceOf(server: Server, userId: string): Presence {
  const all = knownOf(server);
  const person = all.people.get(userId);
  const isHere = person !== undefined && person.connections.size > 0;
  return merged(all, userId, isHere ? derive(person) : (all.here.get(userId) ?? 'offline'));
}

/** Everybody who is not offline, as of now, published or not. */
export function listPresences(server: Server): PresenceView[] {
  const all = knownOf(server);
  return [...new Set([...all.published.keys(), ...all.people.keys()])]
    .map((userId) => ({ userId, presence: presenceOf(server, userId) }))
    .filter(({ presence }) => presence !== 'offline');
}

function tellAll(server: Server): void {
  server.nodes.broadcast({ kind: 'people', from: server.nodes.nodeId, people: [...knownOf(server).here] });
}

/** Applies the people of another node, and publishes here what that changes. */
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

/** Caches the people of other nodes, and sends them this one's. Returns the function that stops it. */
export function sharePresence(server: Server): () => void {
  const { nodes } = server;
  nodes.onMessage((message) => {
    if (message.kind === 'whoIsThere') return tellAll(server);
    if (message.kind === 'people') return receive(server, message.from, new Map(message.people));
    if (message.kind !== 'presence') return;
    // The people of a new node are not known yet; it sends them within the next seconds.
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
    // Its people reconnect elsewhere, or are offline: nobody has to wait until this node expires.
    nodes.broadcast({ kind: 'people', from: nodes.nodeId, people: [] });
  };
}
