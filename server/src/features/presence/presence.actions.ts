import type { Presence, PresenceView } from '@parley/shared/sync';
import type { Server } from '../../platform/context.js';

/** A reload or a short cut must not flicker: who loses the last connection is offline only after this. */
const OFFLINE_AFTER_MS = 5000;

interface Person {
  /** Each connection, and whether its user is at the keyboard. */
  connections: Map<string, boolean>;
  dnd: boolean;
  leaving: NodeJS.Timeout | undefined;
  told: Presence;
}

const people = new WeakMap<Server, Map<string, Person>>();

function peopleOf(server: Server): Map<string, Person> {
  const found = people.get(server) ?? new Map<string, Person>();
  people.set(server, found);
  return found;
}

/** Any tab at work makes one online; all idle, away; none, offline. */
function derive({ connections, dnd }: Person): Presence {
  if (connections.size === 0) return 'offline';
  if (dnd) return 'dnd';
  return [...connections.values()].some(Boolean) ? 'online' : 'away';
}

function tell(server: Server, userId: string, person: Person): void {
  const presence = derive(person);
  if (presence === person.told) return;
  person.told = presence;
  server.publish.toEveryone('presence:changed', { presence: { userId, presence } });
}

/** A connection came, or its user went idle or came back. */
export function noteConnection(
  server: Server,
  userId: string,
  connection: { id: string; active: boolean },
): void {
  const all = peopleOf(server);
  const person = all.get(userId) ?? {
    connections: new Map<string, boolean>(),
    dnd: false,
    leaving: undefined,
    told: 'offline' as const,
  };
  all.set(userId, person);
  clearTimeout(person.leaving);
  person.leaving = undefined;
  person.connections.set(connection.id, connection.active);
  tell(server, userId, person);
}

/** A connection ended. */
export function dropConnection(server: Server, userId: string, connectionId: string): void {
  const all = peopleOf(server);
  const person = all.get(userId);
  if (!person?.connections.delete(connectionId)) return;
  if (person.connections.size > 0) return tell(server, userId, person);
  person.leaving = setTimeout(() => {
    tell(server, userId, person);
    all.delete(userId);
  }, OFFLINE_AFTER_MS);
  person.leaving.unref();
}

/** Turns do-not-disturb on or off for everybody to see. */
export function setDoNotDisturb(server: Server, userId: string, dnd: boolean): void {
  const person = peopleOf(server).get(userId);
  if (!person) return;
  person.dnd = dnd;
  tell(server, userId, person);
}

/** Everybody who is not offline. */
export const listPresences = (server: Server): PresenceView[] =>
  [...peopleOf(server)]
    .filter(([, person]) => person.told !== 'offline')
    .map(([userId, person]) => ({ userId, presence: person.told }));
