import { setPriority } from 'node:os';
import { writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { draw, type DrawingJob } from './drawing.js';

/**
 * The process that decodes uploads, started by `drawingPool.ts`. It does one job after the other and may be killed at
 * any time.
 */
const memoryBytes = Number(process.argv[2]);
const WATCH_MS = 20;

// When memory runs short, the kernel kills this process and not the server. Only Linux has this; lowering it back takes root.
try {
  writeFileSync('/proc/self/oom_score_adj', '1000');
} catch {
  // Elsewhere only the limits below apply.
}
// Messages have priority over pictures.
setPriority(10);
sharp.cache(false);
// Each thread has its own buffers; files are processed one at a time.
sharp.concurrency(1);
// A decoder gets only the formats that are shown as pictures, whatever type a file claims.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}File`),
});

// libvips allocates outside of V8's limits and works in threads of its own, so that this one can check.
const base = process.memoryUsage.rss();
setInterval(() => {
  if (process.memoryUsage.rss() > base + memoryBytes) process.kill(process.pid, 'SIGKILL');
}, WATCH_MS).unref();

process.on('message', (job: DrawingJob) => {
  void draw(job, memoryBytes).then((drawn) =>
    process.send?.({ drawn, rss: process.memoryUsage.rss() - base }),
  );
});
// The server is gone.
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true });
