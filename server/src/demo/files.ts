import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { Types } from 'mongoose';
import { Messages } from '../features/messages/messages.model.js';
import type { RoomDoc } from '../features/rooms/rooms.model.js';
import { bytesKey, thumbnailKey } from '../features/uploads/files.actions.js';
import { Files, type FileDoc } from '../features/uploads/files.model.js';
import { viewFile } from '../features/uploads/files.view.js';
import { draw } from '../features/uploads/drawing.js';
import { inspect } from '../features/uploads/inspect.js';
import type { Server } from '../platform/context.js';

/** A poster of hills under a sun, in the colours of an hour of the day. */
const poster = (width: number, height: number, [sky, sun, far, near]: string[]): Buffer =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 120 80" preserveAspectRatio="xMidYMid slice">
<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${sky ?? ''}"/><stop offset="1" stop-color="#fff3e0"/></linearGradient></defs>
<rect width="120" height="80" fill="url(#s)"/><circle cx="84" cy="30" r="11" fill="${sun ?? ''}"/>
<path d="M0 58 Q25 36 48 52 T96 46 T130 52 V80 H0Z" fill="${far ?? ''}"/><path d="M0 70 Q30 50 62 66 T130 60 V80 H0Z" fill="${near ?? ''}"/></svg>`);

const hours: Record<string, string[]> = {
  morning: ['#8ec5e8', '#ffd27d', '#7fb59b', '#2f7a64'],
  evening: ['#e07a5f', '#ffe1a8', '#a5506a', '#4b2e4d'],
  night: ['#1f2a4d', '#f4f1de', '#3d4a7a', '#141b33'],
  noon: ['#5fb3d9', '#fff6c2', '#a3c585', '#4f8a4b'],
};

interface Made {
  room: string;
  /** Position, counted back from the last message. */
  back: number;
  files: { name: string; bytes: () => Promise<Buffer> }[];
}

const picture = (name: string, hour: string, [width, height]: [number, number]): Made['files'][number] => ({
  name,
  bytes: () =>
    sharp(poster(width, height, hours[hour] ?? []))
      .jpeg({ quality: 85 })
      .toBuffer(),
});

const notes = `Poster, third round

- The sun a little higher, so that the date fits under it.
- Hills in two colours only; the printer has four.
- Evening for the door, morning for the web.
`;

const made: Made[] = [
  {
    room: 'design',
    back: 1,
    files: [
      picture('Poster, morning.jpg', 'morning', [1500, 1000]),
      picture('Poster, evening.jpg', 'evening', [1500, 1000]),
      picture('Poster, night.jpg', 'night', [1000, 1400]),
    ],
  },
  {
    room: 'design',
    back: 4,
    files: [{ name: 'Notes on the poster.txt', bytes: () => Promise.resolve(Buffer.from(notes)) }],
  },
  { room: 'launch-week', back: 3, files: [picture('Banner for the release.jpg', 'noon', [1600, 640])] },
  { room: 'General', back: 2, files: [picture('View from the new office.jpg', 'evening', [1280, 960])] },
];

/** Adds pictures and a document where the demonstration is looked at first. */
export async function addFiles(
  server: Pick<Server, 'connection' | 'files'>,
  rooms: RoomDoc[],
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-demo-'));
  try {
    for (const { room: name, back, files } of made) {
      const room = rooms.find((one) => one.name === name);
      const [message] = room
        ? await Messages(server).find({ roomId: room._id }).sort({ seq: -1 }).skip(back).limit(1).lean()
        : [];
      if (!message) continue;
      const docs: FileDoc[] = [];
      for (const { name: fileName, bytes } of files) {
        const path = join(folder, String(docs.length));
        await writeFile(path, await bytes());
        const { thumbnail, extension: _, ...found } = await inspect(path, (job) => draw(job, Infinity));
        const doc: FileDoc = {
          _id: new Types.ObjectId(),
          roomId: message.roomId,
          ownerId: message.authorId,
          clientId: `${message.clientId}-${docs.length}`,
          state: 'sent',
          messageKey: message.clientId,
          name: fileName,
          hasThumbnail: thumbnail !== undefined,
          createdAt: message.createdAt,
          ...found,
        };
        await server.files.put(bytesKey(doc), path, doc.type);
        if (thumbnail !== undefined) await server.files.put(thumbnailKey(doc), thumbnail, 'image/webp');
        docs.push(doc);
      }
      await Files(server).insertMany(docs);
      await Messages(server).updateOne({ _id: message._id }, { $set: { files: docs.map(viewFile) } });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
