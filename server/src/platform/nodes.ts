import { randomUUID } from 'node:crypto';
import type { Heads } from '@parley/shared/messages';
import type { Presence } from '@parley/shared/sync';
import type { WorkspaceRole } from '@parley/shared/permissions';

/** What the nodes of one workspace say to each other. Nothing of it is stored, and nothing may depend on its arrival. */
export type NodeMessage =
  | { kind: 'role'; userId: string; role: WorkspaceRole }
  /** What a person hears has changed, or a session or a person was cut off. Said before it is done. */
  | { kind: 'moved' | 'cut'; who: string }
  /** Whom people see has changed: each node lets its sockets hear of those and no others. */
  | { kind: 'directory' }
  /** Who is connected to the node that says it; said again and again, so that a node that died is forgotten. */
  | { kind: 'people'; from: string; people: [userId: string, presence: Presence][] }
  | { kind: 'presence'; from: string; userId: string; presence: Presence }
  /** How far a room is that several nodes write to: all up to here is durable. */
  | { kind: 'heads'; roomId: string; heads: Heads }
  /** What this node told the others last went to nobody: it was cut off, of which they know nothing. */
  | { kind: 'unheard' }
  /** A node that has just come asks who is there. */
  | { kind: 'whoIsThere'; from: string };

/** The other nodes, or nobody when this one is alone. */
export interface Nodes {
  readonly nodeId: string;
  /** How many others use the same database, as last counted. */
  others: number;
  /** Others are gone without a word, or were cut off: what they did last may have been told to nobody. */
  lost: boolean;
  tell(message: NodeMessage): void;
  onMessage(listener: (message: NodeMessage) => void): void;
}

/** The part of socket.io's server this needs. */
interface NodeBus {
  serverSideEmit(name: 'node', message: NodeMessage): unknown;
  on(name: 'node', listener: (message: NodeMessage) => void): unknown;
}

/** @param isLinked without a link to others there is nobody to tell */
export function createNodes(bus: NodeBus, isLinked: boolean): Nodes {
  const listeners = new Set<(message: NodeMessage) => void>();
  if (isLinked)
    bus.on('node', (message) => {
      for (const listener of listeners) listener(message);
    });
  return {
    nodeId: randomUUID(),
    others: 0,
    lost: false,
    tell: (message) => void (isLinked && bus.serverSideEmit('node', message)),
    onMessage: (listener) => void listeners.add(listener),
  };
}
