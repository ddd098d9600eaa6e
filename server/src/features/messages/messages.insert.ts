import type { Server } from '../../platform/context.js';
import { refusalOf } from '../../platform/database.js';
import { Gate } from '../../platform/gate.js';
import { perServer } from '../../platform/perServer.js';
import { Messages, type ClaimedMessage } from './messages.model.js';

/** Which of a room's new messages lost its place to a unique index; those before it are stored, those after it are not. */
export interface Refusal {
  index: number;
  pattern: Record<string, unknown>;
}

/** What one room has to insert, in its order. */
interface Line {
  messages: ClaimedMessage[];
  resolve: (refusal: Refusal | undefined) => void;
  reject: (error: unknown) => void;
}

/** Commands of inserts on their way at once: while the database writes one, the next is made. */
const MOST_AT_ONCE = 2;
/** Messages of one command, unless a single room has more. */
const LARGEST_COMMAND = 1000;

/**
 * Puts the new messages of all rooms into one insert, since a command costs as much as twenty messages. It is ordered, so it
 * stops at the first message that is refused: lines before it are stored, its own line receives where it stopped, and lines
 * after it, which were not tried, are sent again at once. So one room's lost race neither leaves a hole in its own order nor fails
 * another room. Rejected: unordered, which continues after a refused message of the same room and would leave that hole.
 */
class Inserts {
  private waiting: Line[] = [];
  private readonly gate = new Gate(MOST_AT_ONCE);

  constructor(private readonly server: Server) {}

  insert(messages: ClaimedMessage[]): Promise<Refusal | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ messages, resolve, reject });
      if (this.waiting.length === 1) this.gate.whenFree(() => this.start());
    });
  }

  private start(): void {
    let count = 0;
    const fits = this.waiting.findIndex(({ messages }) => (count += messages.length) > LARGEST_COMMAND);
    const lines = this.waiting.splice(0, fits === -1 ? this.waiting.length : Math.max(1, fits));
    if (this.waiting.length > 0) this.gate.whenFree(() => this.start());
    if (lines.length > 0) void this.gate.run(() => this.write(lines));
  }

  private async write(lines: Line[]): Promise<void> {
    try {
      // By the collection: they are made here field by field, and what a model does beside writing them is a tenth of a quiet send.
      await Messages(this.server).collection.insertMany(
        lines.flatMap(({ messages }) => messages),
        { ordered: true },
      );
      for (const { resolve } of lines) resolve(undefined);
    } catch (error) {
      this.refuse(lines, error);
    }
  }

  private refuse(lines: Line[], error: unknown): void {
    const refusal = refusalOf(error);
    if (!refusal) {
      for (const { reject } of lines) reject(error);
      return;
    }
    let before = 0;
    for (const [i, { messages, resolve, reject }] of lines.entries()) {
      const index = refusal.index - before;
      before += messages.length;
      if (index >= messages.length) {
        resolve(undefined);
        continue;
      }
      if (refusal.pattern) resolve({ index, pattern: refusal.pattern });
      else reject(error);
      this.again(lines.slice(i + 1));
      return;
    }
  }

  private again(lines: Line[]): void {
    if (lines.length === 0) return;
    if (this.waiting.length === 0) this.gate.whenFree(() => this.start());
    this.waiting = [...lines, ...this.waiting];
  }
}

const insertsOf = perServer((server) => new Inserts(server));

/**
 * Stores new messages of one room in their order, together with what other rooms store now.
 * @returns at which of them it stopped because a unique index refused it; undefined when all are stored
 * @throws when the database could not write, and whether it did is unknown
 */
export function insertMessages(server: Server, messages: ClaimedMessage[]): Promise<Refusal | undefined> {
  return insertsOf(server).insert(messages);
}
