import { randomUUID } from 'node:crypto';
import type { WorkspaceRole } from '@parley/shared/permissions';

/**
 * Messages between the nodes of one workspace, by kind. Nothing of it is stored, and nothing may depend on its arrival.
 * A feature adds its own: `declare module '../../platform/nodes.js' { interface NodeMessages { … } }`.
 */
export interface NodeMessages {
  role: { userId: string; role: WorkspaceRole };
  /** A person was added to a room or removed. Sent before it is done. */
  moved: { who: string };
  /** A session or a person was cut off. Sent before it is done. */
  cut: { who: string };
  /** What this node published last reached nobody: it was cut off, which the others do not notice. */
  unheard: object;
}
export type NodeMessage = { [K in keyof NodeMessages]: { kind: K } & NodeMessages[K] }[keyof NodeMessages];

/** The other nodes, or none when this one is alone. */
export interface Nodes {
  readonly nodeId: string;
  /** How many others use the same database, as last counted. */
  others: number;
  /** Others have crashed, or were cut off: what they published last may have reached nobody. */
  lost: boolean;
  broadcast(message: NodeMessage): void;
  onMessage(listener: (message: NodeMessage) => void): void;
}

/** The part of socket.io's server this needs. */
interface NodeBus {
  serverSideEmit(name: 'node', message: NodeMessage): unknown;
  on(name: 'node', listener: (message: NodeMessage) => void): unknown;
}

/** @param isLinked without a link to others there is nobody to broadcast to */
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
    broadcast: (message) => void (isLinked && bus.serverSideEmit('node', message)),
    onMessage: (listener) => void listeners.add(listener),
  };
}
