import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { filesLeft, generalRoom, picture, uploaded } from '../../test/build.js';
import { startServer } from '../../test/startServer.js';
import { Files } from './files.model.js';

/** The body of a response as received, whatever its type. */
function asBytes(answer: unknown, done: (error: Error | null, body: Buffer) => void): void {
  const response = answer as NodeJS.ReadableStream;
  const parts: Buffer[] = [];
  response.on('data', (part: Buffer) => parts.push(Buffer.from(part)));
  response.on('end', () => done(null, Buffer.concat(parts)));
}

describe('pictures', () => {
  it('lose what they tell about the sender, keep their orientation, and have a thumbnail and a blur', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const tagged = await picture(1200, 800)
      .jpeg()
      .withExif({ IFD0: { Copyright: 'secret owner' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect((await sharp(tagged).metadata()).orientation).toBe(6);
    const file = await uploaded(alice, await generalRoom(alice), tagged, 'phone.jpg');
    expect(file).toMatchObject({ kind: 'image', type: 'image/jpeg', width: 800, height: 1200 });
    expect(file.blur).toMatch(/^data:image\/webp;base64,/);
    const stored = (await alice.get(`/files/${file.fileId}`).buffer(true)).body as Buffer;
    const metadata = await sharp(stored).metadata();
    expect([metadata.exif, metadata.orientation]).toEqual([undefined, undefined]);
    const thumbnail = (await alice.get(`/files/${file.fileId}/thumbnail`).buffer(true)).body as Buffer;
    expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'webp', width: 480, height: 720 });
  });

  it('that are not turned keep every pixel, and lose the rest alone', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const exif = { IFD0: { Copyright: 'secret owner' } };
    for (const [name, bytes] of [
      ['photo.jpg', await picture(300, 200).withExif(exif).jpeg({ quality: 40 }).toBuffer()],
      ['drawing.png', await picture(300, 200).withExif(exif).png({ palette: true, colours: 2 }).toBuffer()],
      ['deep.png', await picture(30, 20).withExif(exif).toColourspace('rgb16').png().toBuffer()],
      ['new.avif', await picture(300, 200).withExif(exif).avif({ quality: 30 }).toBuffer()],
      ['small.webp', await picture(16, 16).withExif(exif).webp({ quality: 30 }).toBuffer()],
    ] as const) {
      const file = await uploaded(alice, roomId, bytes, name);
      const stored = (await alice.get(`/files/${file.fileId}`).buffer(true)).body as Buffer;
      expect([file.kind, file.bytes, file.name]).toEqual(['image', stored.length, name]);
      expect(bytes.includes('secret owner')).toBe(true);
      expect(stored.includes('secret owner')).toBe(false);
      expect(stored.length).toBeLessThanOrEqual(bytes.length);
      const pixels = (image: Buffer) => sharp(image).raw({ depth: 'ushort' }).toBuffer();
      expect((await pixels(stored)).equals(await pixels(bytes))).toBe(true);
    }
  });

  it('keep moving', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const frames = await Promise.all(
      [10, 120, 240].map((r) =>
        sharp({ create: { width: 40, height: 30, channels: 3, background: { r, g: 0, b: 0 } } })
          .png()
          .toBuffer(),
      ),
    );
    const gif = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer();
    const file = await uploaded(alice, await generalRoom(alice), gif, 'moving.gif');
    expect(file).toMatchObject({ kind: 'image', type: 'image/gif', width: 40, height: 30 });
    const stored = (await alice.get(`/files/${file.fileId}`).buffer(true)).body as Buffer;
    expect((await sharp(stored).metadata()).pages).toBe(3);
  });
});

describe('bad and hostile files', () => {
  it('are documents or refused clearly, with nothing left behind', async () => {
    await using server = await startServer({ FILE_MAX_MB: '1', FILES_PER_PERSON_MB: '2' });
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const whole = await picture().png().toBuffer();
    const half = whole.subarray(0, whole.length / 2);
    const bomb = await sharp({
      create: { width: 16_000, height: 16_000, channels: 3, background: 'black' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const moving = Buffer.from(await picture(30, 20).avif().toBuffer());
    moving.write('avis', 8, 'latin1');
    // A file that cannot be drawn is not refused: it is stored unchanged, for download.
    for (const [bytes, type] of [
      [half, 'image/png'],
      [bomb, 'image/png'],
      [moving, 'image/avif'],
    ] as const) {
      const file = await uploaded(alice, roomId, bytes, 'picture');
      expect(file).toMatchObject({ kind: 'document', type, bytes: bytes.length, blur: null });
      const got = await alice.get(`/files/${file.fileId}`).buffer(true).expect(200);
      expect(got.headers['content-disposition']).toMatch(/^attachment/);
      expect((got.body as Buffer).equals(bytes)).toBe(true);
      await alice.delete(`/files/${file.fileId}`).expect(204);
    }
    const large = await alice.upload(roomId, Buffer.alloc(1024 * 1024 + 1), { name: 'large.bin' });
    expect(large.status).toBe(413);
    expect(large.body).toMatchObject({ detail: 'A file may have at most 1 MB.' });
    await alice.post(`/rooms/${roomId}/files`, { file: 'x' }).expect(400);
    expect(filesLeft(server)).toEqual([]);
    await uploaded(alice, roomId, Buffer.alloc(1_000_000));
    await uploaded(alice, roomId, Buffer.alloc(1_000_000));
    const third = await alice.upload(roomId, Buffer.alloc(1_000_000));
    expect([third.status, (third.body as { code: string }).code]).toEqual([413, 'too_large']);
    expect(filesLeft(server)).toHaveLength(2);
  });

  it('are never shown as pages, whatever they call themselves', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    for (const [name, text] of [
      ['page.html', '<!doctype html><script>alert(1)</script>'],
      ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
      ['picture.png', '<script>alert(1)</script>'],
    ] as const) {
      const file = await uploaded(alice, roomId, Buffer.from(text), name);
      expect(file).toMatchObject({ kind: 'document', type: 'text/plain' });
      const { headers } = await alice.get(`/files/${file.fileId}`).expect(200);
      expect(headers['content-disposition']).toMatch(/^attachment/);
    }
  });

  it('of text are known by their bytes, whatever their first ones look like, and come back unchanged', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const words = 'Grüße aus Köln, 5 € für alle.\r\nZweite Zeile.\r\n';
    const utf16 = Buffer.from(`\ufeff${words}`, 'utf16le');
    const sjis = Buffer.from(
      '93fa967b8cea82cc8365834c8358836782c582b7814282b182ea82cd95b68e9a8352815b836882f08c9f8f6f82b782e982bd82df82cc95b68fcd82c5814182d082e782aa82c882c6834a835e834a836982c68abf8e9a82aa8adc82dc82ea82c482a282dc82b78142',
      'hex',
    );
    const files: [string, Buffer, string][] = [
      ['notepad.txt', utf16, 'text/plain; charset=utf-16le'],
      ['big.txt', Buffer.from(utf16).swap16(), 'text/plain; charset=utf-16be'],
      ['bare.txt', utf16.subarray(2), 'text/plain; charset=utf-16le'],
      ['bare-big.txt', Buffer.from(utf16).swap16().subarray(2), 'text/plain; charset=utf-16be'],
      ['ID3.txt', Buffer.from('ID3 tags are at the beginning of a file.\n'), 'text/plain'],
      ['BMW.csv', Buffer.from('BMW,Audi,VW\n1,2,3\n'), 'text/plain'],
      [
        'cp1252.txt',
        Buffer.from('Gr\xfc\xdfe aus K\xf6ln, 5 \x80 f\xfcr alle. Sch\xf6ne Gr\xfc\xdfe.', 'latin1'),
        'text/plain; charset=windows-1252',
      ],
      ['sjis.txt', sjis, 'text/plain; charset=shift_jis'],
      ['utf8.md', Buffer.from('\ufeff# Überschrift 日本語'), 'text/plain'],
      ['empty.txt', Buffer.alloc(0), 'text/plain'],
      [
        'program.bin',
        Buffer.from('7f454c4602010100000000000000000003003e0001000000', 'hex'),
        'application/x-elf',
      ],
      ['noise.dat', Buffer.from([1, 2, 200, 7, 3, 255, 128, 9]), 'application/octet-stream'],
    ];
    for (const [name, bytes, type] of files) {
      const file = await uploaded(alice, roomId, bytes, name);
      expect(file, name).toMatchObject({ kind: 'document', type, bytes: bytes.length });
      const got = await alice.get(`/files/${file.fileId}`).buffer(true).parse(asBytes).expect(200);
      expect((got.body as Buffer).equals(bytes), name).toBe(true);
      expect(got.headers['content-disposition']).toMatch(/^attachment/);
      if (type.includes('charset')) expect(got.headers['content-type']).toBe(type);
    }
    expect(new TextDecoder('shift_jis').decode(sjis)).toContain('日本語のテキスト');
  });

  it('of Opus are played', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    // The first page of an Ogg stream, with the head of Opus in it (RFC 7845, 5.1).
    const page = Buffer.from(
      '4f67675300020000000000000000010000000000000000000000' +
        '0113' +
        '4f707573486561640101380180bb0000000000',
      'hex',
    );
    const file = await uploaded(alice, roomId, page, 'voice.opus');
    expect(file).toMatchObject({ kind: 'audio', type: 'audio/ogg; codecs=opus' });
    const { headers } = await alice.get(`/files/${file.fileId}`).expect(200);
    expect(headers['content-type']).toBe('audio/ogg; codecs=opus');
    expect(headers['content-disposition']).toMatch(/^inline/);
  });

  it('that break off on the way leave nothing', async () => {
    await using server = await startServer();
    const { alice } = await server.cast();
    const roomId = await generalRoom(alice);
    const breaking = fetch(`${server.url}/api/v1/rooms/${roomId}/files`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${alice.granted.accessToken}`,
        'content-type': 'multipart/form-data; boundary=b',
      },
      duplex: 'half',
      body: new ReadableStream({
        start(controller) {
          const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n';
          controller.enqueue(new TextEncoder().encode(head + 'x'.repeat(100_000)));
          setTimeout(() => controller.error(new Error('the line is cut')), 100);
        },
      }),
    } as RequestInit);
    await expect(breaking).rejects.toThrow();
    await expect.poll(() => filesLeft(server)).toEqual([]);
    expect(await Files(server.app.server).countDocuments()).toBe(0);
  });
});
