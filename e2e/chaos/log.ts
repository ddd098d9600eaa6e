import { createWriteStream, type WriteStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';

/** A message as a client received it. */
export interface Seen {
  messageId: string;
  seq: number;
  rev: number;
  text: string;
  deleted: boolean;
}

/** What happened to one client, in order; `at` is in ms since the epoch. */
export type Entry =
  /** The client of this log. `ordered`: it sends serially, as the client's outbox does. */
  | { kind: 'person'; userId: string; ordered: boolean }
  /** It wants to send a message; `aside` when that is out of order, as with a file that takes its time. */
  | { kind: 'offered'; at: number; roomId: string; clientId: string; text: string; aside?: true }
  /** The server has acknowledged it, with the message as stored. */
  | { kind: 'acknowledged'; at: number; clientId: string; message?: Seen }
  /** Messages received, live or by catching up. */
  | { kind: 'heard'; at: number; roomId: string; messages: Seen[] }
  /** A complete answer of changes since a rev: it lacks nothing up to its last rev. */
  | { kind: 'polled'; at: number; roomId: string; since: number; messages: Seen[] }
  /** From now on nothing may be received of a room, or of any (null). */
  | { kind: 'out'; at: number; roomId: string | null }
  | { kind: 'in'; at: number; roomId: string | null }
  /** This person's read mark by the server. */
  | { kind: 'read'; at: number; roomId: string; seq: number }
  /** What the screen shows once settled, and the room's last place in the database at that moment. */
  | { kind: 'shown'; at: number; roomId: string; messages: Seen[]; headSeq: number }
  /** Of the harness: the database's answers were held back in this time. */
  | { kind: 'held'; from: number; to: number };

const ended = (stream: WriteStream): Promise<void> =>
  new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.end(() => resolve());
  });

/** Entries within this interval are one write: a write for each was an eighth of the harness's time. */
const TOGETHER_MS = 20;

/** An append-only log, one line of JSON for each entry. */
export class Log {
  private stream: WriteStream;
  private acts = 0;
  private person: Entry | undefined;
  private readonly left = new Set<string | null>();

  /** @param file its path, without the number of its act and the extension */
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

  /** Starts again with only its first entry; entries of the rooms left behind are ignored. */
  async restart(left: string[]): Promise<void> {
    for (const roomId of left) this.left.add(roomId);
    const [stream, path] = [this.stream, this.path];
    this.acts += 1;
    this.stream = createWriteStream(this.path);
    if (this.person) this.write(this.person);
    await ended(stream);
    await rm(path);
  }

  /** Resolves when all entries so far are in the file. */
  flushed(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.stream.write('', (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Resolves when all entries are in the file. */
  close(): Promise<void> {
    return ended(this.stream);
  }
}

export async function readLog(file: string): Promise<Entry[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Entry);
}
