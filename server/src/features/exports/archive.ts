import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { Names } from './names.js';

/** A ZIP file that is written entry by entry, so that nothing is held in memory. Names are in UTF-8; it may exceed 4 GB. */
export class Archive {
  readonly names = new Names();
  private readonly zip = new ZipFile();
  private readonly written: Promise<void>;
  private readonly failed: Promise<never>;

  /** @param path of the file on this machine */
  constructor(private readonly path: string) {
    const output = this.zip.outputStream as Readable;
    this.zip.on('error', (error: Error) => output.destroy(error));
    this.written = pipeline(output, createWriteStream(path, { mode: 0o600 }));
    this.failed = new Promise((_resolve, reject) => void this.written.catch(reject));
    this.failed.catch(() => undefined);
  }

  /** Adds what a stream brings. Resolves when it was read to its end. @throws what the stream or the disk throws */
  async stream(path: string, input: Readable, { compress = true } = {}): Promise<void> {
    this.zip.addReadStream(input, path, { compress });
    await Promise.race([finished(input), this.failed]);
  }

  /** Adds a text, piece by piece. */
  async text(path: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<void> {
    await this.stream(path, Readable.from(inBytes(pieces), { objectMode: false }));
  }

  /** Completes the file. @returns its size in bytes */
  async close(): Promise<number> {
    this.zip.end();
    await this.written;
    return (await stat(this.path)).size;
  }

  /** Ends an archive that is not needed any more; its file stays as it is. */
  async abort(): Promise<void> {
    (this.zip.outputStream as Readable).destroy();
    await this.written.catch(() => undefined);
  }
}

async function* inBytes(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) if (piece !== '') yield Buffer.from(piece);
}
