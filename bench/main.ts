/** Each part is loaded on demand: not every machine has a browser. */
const parts: Record<string, () => Promise<void>> = {
  sends: async () => (await import('./sends.ts')).sends(),
  'fan-out': async () => (await import('./fanOut.ts')).fanOut(),
  nodes: async () => (await import('./nodes.ts')).nodes(),
  growth: async () => (await import('./growth.ts')).growth(),
  search: async () => (await import('./search.ts')).search(),
  page: async () => (await import('./page.ts')).page(),
  texts: async () => (await import('./texts.ts')).texts8000(),
  traffic: async () => (await import('./traffic.ts')).traffic(),
  calls: async () => (await import('./calls.ts')).calls(),
  relays: async () => (await import('./relays.ts')).relays(),
  connections: async () => (await import('./connections.ts')).connections(),
};

/** `npm run bench [word]`: each figure beside a baseline of the same run. A word runs only the parts that contain it. */
const only = process.argv[2] ?? '';

process.stdout.write(`Node ${process.version}, ${new Date().toISOString().slice(0, 10)}\n`);
for (const [name, run] of Object.entries(parts)) if (name.includes(only)) await run();
process.exit(0);

export {};
