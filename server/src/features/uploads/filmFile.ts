import type { FileHandle } from 'node:fs/promises';

const ZEROS = Buffer.alloc(65_536);

/** A film on the disk, read and overwritten in pieces, never as a whole. */
export class FilmFile {
  /** Boxes or elements read, in all. */
  steps = 0;
  /** A track with metadata was removed, of which there may be more in fragments. */
  hasTellingTrack = false;
  private zeroed = 0;

  constructor(
    private readonly handle: FileHandle,
    readonly size: number,
  ) {}

  /** Reads bytes from a place, with zeros behind the end of the file. */
  async read(at: number, length: number): Promise<Buffer> {
    const bytes = Buffer.alloc(length);
    await this.handle.read(bytes, 0, length, at);
    return bytes;
  }

  async write(at: number, bytes: Buffer): Promise<void> {
    if (at + bytes.length > this.size) throw new RangeError('behind the end');
    await this.handle.write(bytes, 0, bytes.length, at);
  }

  /** Overwrites a range with zeros. @throws RangeError when the sum exceeds the file: then its lengths are wrong */
  async zero(from: number, to: number): Promise<void> {
    const end = Math.min(to, this.size);
    this.zeroed += Math.max(0, end - from);
    if (this.zeroed > 2 * this.size) throw new RangeError('overwritten more than once');
    for (let at = from; at < end; at += ZEROS.length)
      await this.handle.write(ZEROS, 0, Math.min(ZEROS.length, end - at), at);
  }
}
