import { createReadStream, createWriteStream, type ReadStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { createInterface } from 'node:readline';

/** Readers of lines take these two for the end of one. */
const toJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u2028\u2029]/g, (sign) => (sign === '\u2028' ? '\\u2028' : '\\u2029'));

/** Values in a temporary file, one a line: what is read once from the database is written to the archive in several forms. */
export class Spool {
  private readonly output: WriteStream;
  private readonly inputs = new Set<ReadStream>();
  count = 0;

  constructor(private readonly path: string) {
    this.output = createWriteStream(path, { mode: 0o600 });
    // Reported by the next `add`, or by `end`.
    this.output.on('error', () => undefined);
  }

  /** @throws Error when the disk is full */
  async add(values: readonly unknown[]): Promise<void> {
    if (values.length === 0) return;
    this.count += values.length;
    if (this.output.errored) throw this.output.errored;
    if (!this.output.write(values.map((value) => `${toJson(value)}\n`).join('')))
      await once(this.output, 'drain');
  }

  async end(): Promise<void> {
    this.output.end();
    await finished(this.output);
  }

  /** Closes what is open, also after a failure in the middle of writing or reading. Idempotent. */
  async close(): Promise<void> {
    for (const stream of [this.output, ...this.inputs])
      if (!stream.closed) {
        const closed = once(stream, 'close');
        stream.destroy();
        await closed;
      }
  }

  /** The lines, after `end`. */
  lines(): AsyncIterable<string> {
    const input = createReadStream(this.path);
    this.inputs.add(input);
    input.once('close', () => this.inputs.delete(input));
    return createInterface({ input, crlfDelay: Infinity });
  }

  /** The values as JSON, one a line. */
  async *withEnds(): AsyncGenerator<string> {
    for await (const line of this.lines()) yield `${line}\n`;
  }

  /** All values as one JSON array, in pieces. */
  async *asArray(): AsyncGenerator<string> {
    let before = '[\n';
    for await (const line of this.lines()) {
      yield `${before}${line}`;
      before = ',\n';
    }
    yield before === '[\n' ? '[]\n' : '\n]\n';
  }

  /** The values, so many at a time. */
  async *groups(size: number): AsyncGenerator<unknown[]> {
    let group: unknown[] = [];
    for await (const line of this.lines()) {
      group.push(JSON.parse(line));
      if (group.length < size) continue;
      yield group;
      group = [];
    }
    if (group.length > 0) yield group;
  }
}
