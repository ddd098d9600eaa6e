import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { until } from '../../world/until';
import type { Caller } from '../caller';
import type { Finding } from '../checker';
import { between, type Scenario } from '../scenario';
import { Scene } from '../scene';
import { Stage } from '../stage';
import { Talk } from '../talk';

const DISK = '160m';
const FILLED_BY = 1024 * 1024;
/** How long the database finds free pages in its own file after the disk is full, in ms. */
const NOTICED_MS = 30_000;

/** A small file system of its own. False without root. */
function mountDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Writes a file until the disk is full. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (let size = FILLED_BY; size >= 1;) {
      const written = await file.write(Buffer.alloc(size)).then(
        ({ bytesWritten }) => bytesWritten,
        () => 0,
      );
      if (written < size) size = Math.floor(size / 2);
    }
  } finally {
    await file.close();
  }
}

/** Sends messages until one is refused; returns the refusal. */
async function refusal(caller: Caller, roomId: string): Promise<string> {
  const text = 'some words that fill a line. '.repeat(100);
  for (const began = Date.now(); Date.now() - began < NOTICED_MS;) {
    const refused = await caller.say({ roomId, clientId: randomUUID(), text }, 'rest').then(
      () => undefined,
      (error: unknown) => String(error),
    );
    if (refused !== undefined) return refused;
  }
  return '';
}

export const diskFull: Scenario = {
  id: 22,
  name: 'database-disk-full',
  says: 'the database’s disk is filled under load: what is not stored is refused in clear words and waits, nothing answered is lost, and it goes on when there is room',
  unit: 'fillings',
  counts: { smoke: 0, ci: 4, soak: 100 },
  parts: { count: 25 },
  run: async ({ count, random, step }) => {
    const folder = await mkdtemp(join(tmpdir(), 'parley-chaos-disk-'));
    const disk = join(folder, 'disk');
    await mkdir(disk);
    if (!mountDisk(disk)) return { findings: [], figures: 'not played: only root can mount a small disk' };
    const findings: Finding[] = [];
    let said = 0;
    try {
      await using stage = await Stage.start(join(disk, 'stage'), 1);
      const scene = await Scene.open(stage, 'disk', join(folder, 'logs'));
      for (const name of ['ana', 'bo', 'cy']) await scene.witness(name, stage.node(0));
      const caller = await scene.caller('di', stage.node(0));
      const roomId = await scene.room();
      for (let round = 0; round < count; round++) {
        const talk = new Talk(scene.witnesses, roomId, 30);
        await setTimeout(between(random, 50, 500));
        await fill(join(disk, 'filler'));
        const refused = await refusal(caller, roomId);
        if (!refused.includes('503') || !refused.includes('unavailable'))
          findings.push({ rule: 'refusal', who: caller.name, what: `round ${round}: ${refused || 'none'}` });
        await setTimeout(between(random, 0, 300));
        await rm(join(disk, 'filler'));
        said += await talk.stop();
        await until(
          () => scene.witnesses.every(({ client }) => client.pending === 0),
          'all that waited is sent',
          30_000,
        );
        step(round + 1);
      }
      await scene.settle();
      const { findings: seen } = await scene.verdict();
      findings.push(...seen);
    } finally {
      // Lazily: a log of the stage may still be open.
      execFileSync('umount', ['-l', disk], { stdio: 'ignore' });
      await rm(folder, { recursive: true, force: true });
    }
    return { findings, figures: `${said.toLocaleString('en')} messages said, all stored once` };
  },
};
