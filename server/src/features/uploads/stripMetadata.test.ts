import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { isMovingAvif, stripAvif } from './stripAvif.js';
import { stripMetadata } from './stripMetadata.js';

const SECRET = 'secret place';
const exif = { IFD0: { Copyright: SECRET, Make: SECRET }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } };
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>${SECRET}</a></x:xmpmeta>`;
/** Stripes, which no format can compress by a shortcut. */
const stripes = Buffer.from(Array.from({ length: 64 * 48 * 3 }, (_, i) => (i * 7 + (i >> 6) * 31) % 256));
const source = () => sharp(stripes, { raw: { width: 64, height: 48, channels: 3 } });
const tagged = () => source().withIccProfile('p3').withExif(exif).withXmp(xmp);
const frames = async () =>
  sharp(await Promise.all([0, 90].map((hue) => source().modulate({ hue }).withMetadata().png().toBuffer())), {
    join: { animated: true },
  });

const segment = (marker: number, body: string): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, Buffer.from(body, 'latin1')]);
};
/** With a comment, camera notes, and a film behind its end, as phones add them. */
const phonePhoto = (jpeg: Buffer): Buffer =>
  Buffer.concat([
    jpeg.subarray(0, 2),
    segment(0xfe, SECRET),
    segment(0xed, `Photoshop 3.0\0${SECRET}`),
    segment(0xe2, `MPF\0${SECRET}`),
    jpeg.subarray(2),
    Buffer.from(`ftypmp42${SECRET}`),
  ]);
const pngWithText = (png: Buffer): Buffer => {
  const body = Buffer.from(`tEXtComment\0${SECRET}`, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length - 4);
  // sharp does not check the checksum of a chunk it does not need.
  return Buffer.concat([png.subarray(0, 33), length, body, Buffer.alloc(4), png.subarray(33)]);
};
/** A comment of a GIF, behind its table of colours. */
const gifWithComment = (gif: Buffer): Buffer => {
  const at = 13 + 3 * 2 ** (((gif[10] ?? 0) & 7) + 1);
  const comment = Buffer.concat([Buffer.from([0x21, 0xfe, SECRET.length]), Buffer.from(`${SECRET}\0`)]);
  return Buffer.concat([gif.subarray(0, at), comment, gif.subarray(at), Buffer.from(SECRET)]);
};

const made: Record<string, [string, () => Promise<Buffer>]> = {
  'a photograph': ['image/jpeg', async () => phonePhoto(await tagged().jpeg().toBuffer())],
  'a progressive one': [
    'image/jpeg',
    async () => phonePhoto(await tagged().jpeg({ progressive: true }).toBuffer()),
  ],
  'one for print': [
    'image/jpeg',
    async () => phonePhoto(await source().withExif(exif).toColourspace('cmyk').jpeg().toBuffer()),
  ],
  'a PNG': ['image/png', async () => pngWithText(await tagged().png().toBuffer())],
  'a PNG of few colours': [
    'image/png',
    async () => pngWithText(await tagged().png({ palette: true, colours: 4 }).toBuffer()),
  ],
  'a PNG of one bit': [
    'image/png',
    async () =>
      pngWithText(
        await source().withExif(exif).greyscale().threshold().png({ palette: true, colours: 2 }).toBuffer(),
      ),
  ],
  'a PNG of sixteen bits': [
    'image/png',
    async () => pngWithText(await source().withExif(exif).toColourspace('rgb16').png().toBuffer()),
  ],
  'a PNG with holes': [
    'image/png',
    async () =>
      pngWithText(await source().withExif(exif).ensureAlpha(0.5).png({ progressive: true }).toBuffer()),
  ],
  'a WebP': ['image/webp', () => tagged().webp().toBuffer()],
  'a lossless WebP': ['image/webp', () => tagged().webp({ lossless: true }).toBuffer()],
  'a WebP with holes': ['image/webp', () => tagged().ensureAlpha(0.5).webp().toBuffer()],
  'a moving WebP': ['image/webp', async () => (await frames()).withExif(exif).webp().toBuffer()],
  'a moving GIF': ['image/gif', async () => gifWithComment(await (await frames()).gif().toBuffer())],
};
const pixels = (bytes: Buffer) => sharp(bytes, { animated: true }).raw({ depth: 'ushort' }).toBuffer();

describe('without its metadata', () => {
  it.each(Object.entries(made))(
    '%s has the same pixels and colours, and tells nothing else',
    async (_, [type, make]) => {
      const bytes = await make();
      const parts = stripMetadata(bytes, type);
      const stripped = Buffer.concat(parts ?? []);
      expect(bytes.includes(SECRET)).toBe(true);
      expect(stripped.includes(SECRET)).toBe(false);
      const [before, after] = [await sharp(bytes).metadata(), await sharp(stripped).metadata()];
      expect([after.exif, after.xmp, after.iptc, after.comments]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      for (const same of [
        'icc',
        'width',
        'height',
        'pages',
        'delay',
        'loop',
        'depth',
        'space',
        'isPalette',
        'bitsPerSample',
      ] as const)
        expect(after[same], same).toEqual(before[same]);
      expect((await pixels(stripped)).equals(await pixels(bytes))).toBe(true);
      expect(stripped.length).toBeLessThan(bytes.length);
      expect(Buffer.concat(stripMetadata(stripped, type) ?? []).equals(stripped)).toBe(true);
    },
  );

  it('a photograph keeps how it is turned when it is to', async () => {
    const bytes = phonePhoto(
      await source().withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    );
    const stripped = Buffer.concat(stripMetadata(bytes, 'image/jpeg', 6) ?? []);
    expect(await sharp(stripped).metadata()).toMatchObject({ orientation: 6, width: 64, height: 48 });
    expect(stripped.includes(SECRET)).toBe(false);
  });

  it('what is of another kind, broken off or unknown is left to others', async () => {
    for (const [type, make] of Object.values(made)) {
      const bytes = Buffer.concat(stripMetadata(await make(), type) ?? []);
      expect(stripMetadata(bytes.subarray(0, bytes.length - 30), type)).toBeUndefined();
      expect(stripMetadata(Buffer.from('something else, and long enough to be read'), type)).toBeUndefined();
    }
    expect(stripMetadata(Buffer.alloc(0), 'image/png')).toBeUndefined();
    expect(stripMetadata(stripes, 'image/avif')).toBeUndefined();
  });

  it('whatever the bytes are, it ends, throws nothing and adds nothing', async () => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1e6);
    let state = seed;
    const random = (below: number): number => (state = (state * 48_271 + 11) % 2_147_483_647) % below;
    for (const [type, make] of Object.values(made)) {
      const bytes = await make();
      for (let round = 0; round < 200; round += 1) {
        const hurt = Buffer.from(bytes.subarray(0, round % 3 === 0 ? random(bytes.length) : bytes.length));
        for (let n = random(4); n >= 0 && hurt.length > 0; n -= 1)
          hurt[random(Math.min(hurt.length, 400))] = random(256);
        const parts = stripMetadata(hurt, type);
        expect(Buffer.concat(parts ?? []).length, `SEED=${seed}`).toBeLessThanOrEqual(hurt.length + 1);
      }
    }
  });
});

describe('an AVIF without its metadata', () => {
  const avif = () => tagged().ensureAlpha(0.5).avif({ quality: 60 }).toBuffer();

  it('has the same pixels and colours, and tells nothing else', async () => {
    const film = Buffer.concat([Buffer.from([0, 0, 0, 8 + SECRET.length]), Buffer.from(`uuid${SECRET}`)]);
    for (const bytes of [await avif(), Buffer.concat([await avif(), film])]) {
      expect(bytes.includes(SECRET)).toBe(true);
      const stripped = stripAvif(bytes) ?? Buffer.alloc(0);
      expect(stripped.length).toBe(bytes.length);
      expect(stripped.includes(SECRET)).toBe(false);
      const [before, after] = [await sharp(bytes).metadata(), await sharp(stripped).metadata()];
      expect([after.exif, after.xmp]).toEqual([undefined, undefined]);
      for (const same of ['icc', 'width', 'height', 'space', 'hasAlpha'] as const)
        expect(after[same], same).toEqual(before[same]);
      expect((await pixels(stripped)).equals(await pixels(bytes))).toBe(true);
      expect(stripAvif(stripped)?.equals(stripped)).toBe(true);
    }
  });

  it('is left to others when it moves, breaks off, or is hurt', async () => {
    const bytes = await avif();
    const moving = Buffer.from(bytes);
    moving.write('avis', 8, 'latin1');
    expect([isMovingAvif(bytes), isMovingAvif(moving), stripAvif(moving)]).toEqual([false, true, undefined]);
    expect(stripAvif(bytes.subarray(0, -9))).toBeUndefined();
    expect(stripAvif(Buffer.alloc(0))).toBeUndefined();
    const seed = Number(process.env['SEED'] ?? Date.now() % 1e6);
    let state = seed;
    const random = (below: number): number => (state = (state * 48_271 + 11) % 2_147_483_647) % below;
    for (let round = 0; round < 2000; round += 1) {
      const hurt = Buffer.from(bytes.subarray(0, round % 5 === 0 ? random(bytes.length) : bytes.length));
      for (let n = random(4); n >= 0 && hurt.length > 0; n -= 1)
        hurt[random(Math.min(hurt.length, 700))] = random(256);
      expect(stripAvif(hurt)?.length ?? hurt.length, `SEED=${seed}`).toBe(hurt.length);
    }
  });
});
