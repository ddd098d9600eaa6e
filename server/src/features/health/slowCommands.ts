import type { mongo } from 'mongoose';
import type { Server } from '../../platform/context.js';

/** Interval between two reports, in ms: when a database stalls, all its queries are slow. */
const REPORT_INTERVAL_MS = 1000;

const isDoc = (value: unknown): value is mongo.Document =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** The paths of a filter with their operators, and no value: `roomId, seq.$lt`. */
function shapeOf(filter: unknown): string[] {
  if (!isDoc(filter)) return [];
  return Object.entries(filter).flatMap(([path, condition]) => {
    if (Array.isArray(condition)) return [...new Set(condition.flatMap(shapeOf))];
    const operators = isDoc(condition) ? Object.keys(condition).filter((key) => key.startsWith('$')) : [];
    return operators.length > 0 ? operators.map((operator) => `${path}.${operator}`) : [path];
  });
}

function filterOf(command: mongo.Document): unknown {
  const [statement] = (command['updates'] ?? command['deletes'] ?? []) as mongo.Document[];
  const [stage] = (command['pipeline'] ?? []) as mongo.Document[];
  return command['filter'] ?? command['query'] ?? statement?.['q'] ?? stage?.['$match'];
}

/** Logs slow queries: the collection and the fields of the filter, so that an index can be made, but no values. */
export function tellSlowCommands({ connection, log, config }: Server): void {
  const requested = new Map<number, mongo.Document>();
  let reportedAt = -Infinity;
  let unreported = 0;
  const ended = (name: string, requestId: number, ms: number): void => {
    const command = requested.get(requestId);
    requested.delete(requestId);
    if (!command || ms < config.SLOW_QUERY_MS) return;
    if (performance.now() - reportedAt < REPORT_INTERVAL_MS) return void (unreported += 1);
    reportedAt = performance.now();
    const collection = String(name === 'getMore' ? command['collection'] : command[name]);
    const filter = shapeOf(filterOf(command)).join(', ');
    log.warn({ command: name, collection, filter, ms: Math.round(ms), unreported }, 'the database took long');
    unreported = 0;
  };
  connection
    .getClient()
    .on('commandStarted', ({ requestId, command }) => void requested.set(requestId, command))
    .on('commandSucceeded', ({ commandName, requestId, duration }) => ended(commandName, requestId, duration))
    .on('commandFailed', ({ commandName, requestId, duration }) => ended(commandName, requestId, duration));
}
