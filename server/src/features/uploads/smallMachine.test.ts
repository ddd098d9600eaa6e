import { randomUUID } from 'node:crypto';
import type { FileView } from '@parley/shared/files';
import type { SignedIn } from '@parley/shared/sessions';
import request from 'supertest';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { LARGE_AVIF } from '../../test/largeAvif.js';
import { ServerProcess } from '../../test/serverProcess.js';
import { SmallMachine } from '../../test/smallMachine.js';

const GB = 1024 ** 3;
const machine = SmallMachine.of(GB);
if (!machine)
  process.stdout.write('Skipped: a machine of 1 GB needs control groups, which this one refuses.\n');

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#a33' }, limitInputPixels: false });

/** A photo as phones make them: noise, which JPEG cannot compress. */
async function photo(width: number, height: number): Promise<Buffer> {
  const noise = sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#fff',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  });
  return await noise.jpeg({ quality: 70 }).toBuffer();
}

/** Pictures that were reported to crash a server of 1 or 2 GB, by name. */
async function pictures(): Promise<Record<string, Buffer>> {
  const telephone = await photo(4000, 3000);
  return {
    'phone.jpg': telephone,
    'cut.jpg': telephone.subarray(0, telephone.length >> 1),
    'small.avif': LARGE_AVIF,
    '108.jpg': await plain(12_000, 9000).jpeg().toBuffer(),
    '200.jpg': await plain(16_320, 12_240).jpeg().toBuffer(),
    'woven.png': await plain(12_000, 9000).png({ progressive: true }).toBuffer(),
    'woven.jpg': await plain(12_000, 9000).jpeg({ progressive: true }).toBuffer(),
  };
}

describe.runIf(machine !== undefined)('a server on a machine of 1 GB', { timeout: 300_000 }, () => {
  it('survives every picture, twice at once, and goes on', async () => {
    const small = machine as SmallMachine;
    const sent = await pictures();
    const server = await ServerProcess.start({ PICTURE_SECONDS: '60' }, undefined, small.runner);
    try {
      const { accessToken } = await server.register('alice');
      const authorized = (test: request.Test) => test.set('authorization', `Bearer ${accessToken}`);
      const { rooms } = (await authorized(server.api().get('/rooms'))).body as {
        rooms: { room: { roomId: string } }[];
      };
      const upload = async (name: string, bytes: Buffer): Promise<request.Response> => {
        const key = randomUUID();
        for (;;) {
          const answer = await authorized(server.api().post(`/rooms/${rooms[0]?.room.roomId}/files`))
            .set('idempotency-key', key)
            .attach('file', bytes, { filename: name });
          if (answer.status !== 503) return answer;
        }
      };
      const kinds: Record<string, string> = {};
      for (const [name, bytes] of Object.entries(sent)) {
        const answers = await Promise.all([upload(name, bytes), upload(name, bytes)]);
        for (const { status, body } of answers) expect(status, `${name}: ${JSON.stringify(body)}`).toBe(201);
        kinds[name] = (answers[0].body as FileView).kind;
      }
      expect(kinds).toMatchObject({ 'phone.jpg': 'image', 'small.avif': 'document', 'cut.jpg': 'document' });
      expect(server.child.exitCode ?? server.child.signalCode).toBeNull();
      const { me } = (await authorized(server.api().get('/sync'))).body as { me: SignedIn['me'] };
      expect(me.username).toBe('alice');
      process.stdout.write(
        `a machine of 1 GB: ${(small.mostBytes / GB).toFixed(2)} GB at most, ${small.killed} processes out of memory; ${JSON.stringify(kinds)}\n`,
      );
    } finally {
      await server.stop();
      small.dispose();
    }
  });
});
