import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded } from '@parley/shared/random';
import { describe, expect, it } from 'vitest';
import { generalRoom, uploaded } from '../../test/build.js';
import { startServer } from '../../test/startServer.js';
import { stripFilm } from './stripFilm.js';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const u32 = (...numbers: number[]): Buffer => {
  const buffer = Buffer.alloc(4 * numbers.length);
  for (const [i, number] of numbers.entries()) buffer.writeUInt32BE(number, 4 * i);
  return buffer;
};

/** A box of an ISO base media file. */
function box(type: string, ...content: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(content.map((part) => (typeof part === 'string' ? bytes(part) : part)));
  return Buffer.concat([u32(body.length + 8), bytes(type), body]);
}
/** The same with its length in eight bytes. */
const longBox = (type: string, body: Buffer): Buffer =>
  Buffer.concat([u32(1), bytes(type), u32(0, body.length + 16), body]);

const PLACE = '+48.8577+002.2950/';
const SECRETS = [PLACE, 'PLACE-2', 'PLACE-3', 'Ana Owner', 'iPhone', 'HIDDEN', 'GPS5', 'GPS6'];
const MADE = 0xd3b6_6f02;

interface Track {
  handler: string;
  /** Where each chunk begins, and the sizes of its two samples. */
  chunks: { at: number; sizes: [number, number] }[];
}

const track = ({ handler, chunks }: Track): Buffer =>
  box(
    'trak',
    box('tkhd', u32(0, MADE, MADE, 1)),
    box('meta', 'PLACE-2'),
    box(
      'mdia',
      box('mdhd', u32(0, MADE, MADE, 1000)),
      box('hdlr', u32(0, 0), handler, u32(0, 0, 0)),
      box(
        'minf',
        box(
          'stbl',
          box('stsd', 'kept'),
          box('stsc', u32(0, 1, 1, 2, 1)),
          box('stsz', u32(0, 0, 2 * chunks.length), u32(...chunks.flatMap(({ sizes }) => sizes))),
          box('stco', u32(0, chunks.length), u32(...chunks.map(({ at }) => at))),
        ),
      ),
    ),
  );

/** Video, then telemetry, then video: as cameras write it, with the index at the end. */
function film(): { film: Buffer; pictures: Buffer } {
  const pictures = bytes('PICTURES-1234567');
  const head = Buffer.concat([box('ftyp', 'isom', u32(512), 'isomiso2mp41'), box('free', 'HIDDEN here')]);
  const from = head.length + 16;
  const data = longBox(
    'mdat',
    Buffer.concat([pictures, bytes('GPS5GPS6'), pictures, bytes('GPS5GPS6'), pictures]),
  );
  const index = box(
    'moov',
    box('mvhd', u32(0, MADE, MADE, 1000)),
    track({ handler: 'vide', chunks: [{ at: from, sizes: [8, 8] }] }),
    track({
      handler: 'meta',
      chunks: [
        { at: from + 16, sizes: [3, 5] },
        { at: from + 40, sizes: [4, 4] },
      ],
    }),
    box(
      'udta',
      box('\u00a9xyz', u32(18), PLACE),
      box('loci', 'PLACE-3'),
      box('meta', box('ilst', 'Ana Owner')),
    ),
    box('meta', box('keys', 'com.apple.quicktime.make'), box('ilst', 'iPhone')),
  );
  return { film: Buffer.concat([head, data, index, box('uuid', 'HIDDEN')]), pictures };
}

async function stripped(input: Buffer, type: string): Promise<{ clean: boolean; output: Buffer }> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-film-'));
  try {
    const path = join(folder, 'film');
    await writeFile(path, input);
    const clean = await stripFilm(path, type);
    return { clean, output: await readFile(path) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The secrets that are still in the bytes. */
const published = (output: Buffer): string[] => SECRETS.filter((secret) => output.includes(bytes(secret)));

describe('a film', () => {
  it('has no places, names, cameras, times or measurements any more, and its pictures where they were', async () => {
    const { film: input, pictures } = film();
    expect(published(input)).toEqual(SECRETS);
    const { clean, output } = await stripped(input, 'video/mp4');
    expect(clean).toBe(true);
    expect(published(output)).toEqual([]);
    expect(output.includes(u32(MADE))).toBe(false);
    expect(output).toHaveLength(input.length);
    for (let at = input.indexOf(pictures); at >= 0; at = input.indexOf(pictures, at + 1))
      expect(output.subarray(at, at + pictures.length)).toEqual(pictures);
    // The index still refers to the right places.
    const track = input.indexOf('trak');
    const wanted = input.subarray(input.indexOf('stbl', track), input.indexOf('trak', track + 4));
    expect(output.includes(wanted)).toBe(true);
    // Idempotent.
    expect((await stripped(output, 'video/quicktime')).output).toEqual(output);
  });

  it('that was cut off loses it too, and what is no film is left alone and said to be none', async () => {
    const { film: input } = film();
    const cut = Buffer.concat([
      input.subarray(input.indexOf('moov') - 4),
      box('mdat', 'x'.repeat(50)).subarray(0, 30),
    ]);
    const { clean, output } = await stripped(cut, 'video/mp4');
    expect([clean, published(output)]).toEqual([true, ['GPS5', 'GPS6'].filter((one) => cut.includes(one))]);
    for (const wrong of [
      Buffer.concat([box('ftyp', 'isom'), u32(3), bytes('moov')]),
      // Telemetry in fragments: its places are not known.
      Buffer.concat([input, box('moof', box('traf', 'x'))]),
    ])
      expect((await stripped(wrong, 'video/mp4')).clean).toBe(false);
  });

  it('is bounded by its own length, whatever its tables say', async () => {
    const lies = box(
      'moov',
      track({
        handler: 'meta',
        chunks: Array.from({ length: 1000 }, () => ({ at: 0, sizes: [0xffff_ffff, 1] })),
      }),
    );
    const { clean, output } = await stripped(lies, 'video/mp4');
    expect(clean).toBe(false);
    expect(output).toHaveLength(lies.length);
  });

  it('of any bytes keeps its length', async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = seeded(seed);
    const inputs = [film().film, webm(true), webm(false)];
    for (let round = 0; round < 150; round++) {
      const input = Buffer.from(inputs[round % 3] ?? Buffer.alloc(0));
      for (let n = 0; n < 4; n++) input[Math.floor(random() * input.length)] = Math.floor(random() * 256);
      const { output } = await stripped(input, round % 3 === 0 ? 'video/mp4' : 'video/webm');
      expect(output, `seed ${seed}`).toHaveLength(input.length);
    }
  });
});

const id = (hex: string): Buffer => Buffer.from(hex, 'hex');
/** An element of Matroska with its length in four bytes; or without one. */
const element = (hex: string, body: Buffer | string, known = true): Buffer => {
  const content = typeof body === 'string' ? bytes(body) : body;
  return Buffer.concat([
    id(hex),
    known ? u32(0x1000_0000 | content.length) : id('01ffffffffffffff'),
    content,
  ]);
};
/** @param known the lengths of its parts are written, as by a program, and not by a browser that records */
const webm = (known: boolean): Buffer =>
  Buffer.concat([
    element('1a45dfa3', element('4282', 'webm')),
    element(
      '18538067',
      Buffer.concat([
        element(
          '1549a966',
          Buffer.concat([
            element('bf', 'abcd'),
            element('7ba9', 'Ana Owner'),
            element('4d80', 'Lavf'),
            element('4461', '12345678'),
          ]),
        ),
        element('1654ae6b', 'tracks'),
        element('ec', 'HIDDEN'),
        element('1f43b675', Buffer.concat([element('e7', 'a'), element('a3', 'PICTURES')]), known),
        element('1254c367', element('7373', `LOCATION ${PLACE}`)),
        element('1941a469', 'PLACE-2'),
        element('1043a770', 'PLACE-3'),
      ]),
      known,
    ),
  ]);

describe.each([true, false])('a WebM film (lengths known: %s)', (known) => {
  it('has no tags, title, date, attachments or chapters any more', async () => {
    const input = webm(known);
    const { clean, output } = await stripped(input, 'video/webm');
    expect([clean, published(output), output.includes('12345678')]).toEqual([true, [], false]);
    expect(output).toHaveLength(input.length);
    for (const stored of ['tracks', 'PICTURES', 'Lavf'])
      expect(output.indexOf(stored)).toBe(input.indexOf(stored));
  });
});

it('a film or recording that is uploaded is stored without; one that cannot be read is kept as a document', async () => {
  await using server = await startServer();
  const { alice } = await server.cast();
  const roomId = await generalRoom(alice);
  const { film: input } = film();
  const recording = Buffer.from(input);
  recording.write('M4A ', 8, 'latin1');
  for (const [bytesOf, kind] of [
    [input, 'video'],
    [recording, 'audio'],
    [Buffer.concat([input, u32(3), bytes('moov')]), 'document'],
  ] as const) {
    const file = await uploaded(alice, roomId, bytesOf, 'film.mp4');
    expect(file).toMatchObject({ kind, bytes: bytesOf.length });
    if (kind === 'document') continue;
    const read = await alice
      .get(`/files/${file.fileId}`)
      .buffer(true)
      .parse((response, done) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => done(null, Buffer.concat(parts)));
      });
    expect(published(read.body as Buffer)).toEqual([]);
  }
});
