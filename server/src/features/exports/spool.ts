import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { createInterface } from 'node:readline';

/** Readers of lines take these two for the end of one. */
const toJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u2028\u2029]/g, (sign) => (sign === '\u2028' ? '\\u2028' : '\\u2029'));

/** Values in a temporary file, one a line: what is read once from the database is written to the archive in several forms. */
export class Spool {
  private readonly output: WriteStream;
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

  /** The lines, after `end`. */
  lines(): AsyncIterable<string> {
    return createInterface({ input: createReadStream(this.path), crlfDelay: Infinity });
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
