import { setPriority } from 'node:os';
import { writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { draw, type DrawingJob } from './drawing.js';

/**
 * The process that decodes what people upload, started by `drawingPool.ts`. It takes one job after the other and may be killed at
 * any time.
 */
const memoryBytes = Number(process.argv[2]);
const WATCH_MS = 20;

// When the machine runs short, the kernel ends this process and not the server. Only Linux has this; lowering it back takes root.
try {
  writeFileSync('/proc/self/oom_score_adj', '1000');
} catch {
  // Elsewhere the bounds below must do.
}
// Words of people go before pictures.
setPriority(10);
sharp.cache(false);
// Each thread has its own buffers; files are done one at a time.
sharp.concurrency(1);
// Nothing but what is shown as a picture is given to a decoder, whatever a file calls itself.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}File`),
});

// libvips allocates outside of V8's bounds and works in threads of its own, so that this one can look.
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
