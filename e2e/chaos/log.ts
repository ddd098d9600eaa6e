import { createWriteStream, type WriteStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';

/** A message as somebody saw it. */
export interface Seen {
  messageId: string;
  seq: number;
  rev: number;
  text: string;
  deleted: boolean;
}

/** What happened to one client, in its own order; `at` is in ms since the epoch. */
export type Entry =
  /** Who writes this log. `ordered`: says one thing after the other, as the client's outbox does. */
  | { kind: 'person'; userId: string; ordered: boolean }
  /** It wants to say something; `aside` when that is not in its turn, as with a file that takes its time. */
  | { kind: 'offered'; at: number; roomId: string; clientId: string; text: string; aside?: true }
  /** The server has said that it is kept, and as what. */
  | { kind: 'acknowledged'; at: number; clientId: string; message?: Seen }
  /** Messages arrived, live or by catching up. */
  | { kind: 'heard'; at: number; roomId: string; messages: Seen[] }
  /** A whole answer to "what changed since": it lacks nothing up to its last rev. */
  | { kind: 'polled'; at: number; roomId: string; since: number; messages: Seen[] }
  /** From now on nothing may be heard of a room, or of any (null). */
  | { kind: 'out'; at: number; roomId: string | null }
  | { kind: 'in'; at: number; roomId: string | null }
  /** How far the server says that this person has read. */
  | { kind: 'read'; at: number; roomId: string; seq: number }
  /** What the screen shows once all is quiet, and the room's last place in the database at that moment. */
  | { kind: 'shown'; at: number; roomId: string; messages: Seen[]; headSeq: number }
  /** Of the harness: the database's answers were held back for so long. */
  | { kind: 'held'; from: number; to: number };

const ended = (stream: WriteStream): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.end(() => resolve());
  });

/** What is written within this time goes to the file at once: one write for each entry was an eighth of the harness. */
const TOGETHER_MS = 20;

/** A log that only grows, one line of JSON for each entry. */
export class Log {
  private stream: WriteStream;
  private acts = 0;
  private person: Entry | undefined;
  private readonly left = new Set<string | null>();

  /** @param file its path, to which its act and the ending are added */
  constructor(private readonly file: string) {
    this.stream = createWriteStream(this.path);
  }

  private get path(): string {
    return `${this.file}.${this.acts}.jsonl`;
  }

  write(entry: Entry): void {
    if (entry.kind === 'person') this.person = entry;
    if ('roomId' in entry && this.left.has(entry.roomId)) return;
    const { stream } = this;
    if (stream.writableCorked === 0) {
      stream.cork();
      setTimeout(() => stream.uncork(), TOGETHER_MS);
    }
    stream.write(`${JSON.stringify(entry)}\n`);
  }

  /** Begins anew with nothing but who writes it; of these rooms it takes no more. */
  async restart(left: string[]): Promise<void> {
    for (const roomId of left) this.left.add(roomId);
    const [stream, path] = [this.stream, this.path];
    this.acts += 1;
    this.stream = createWriteStream(this.path);
    if (this.person) this.write(this.person);
    await ended(stream);
    await rm(path);
  }

  /** What was written until now is in the file when this resolves. */
  flushed(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.stream.write('', (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Everything is in the file when this resolves. */
  close(): Promise<void> {
    return ended(this.stream);
  }
}

export async function readLog(file: string): Promise<Entry[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Entry);
}
