import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../config.js';
import { inUnits } from '../space.js';
import { fault, ok, warning, type Finding } from './finding.js';

const LEAST_FREE_BYTES = 1e9;
const LEAST_TEMPORARY_BYTES = 50e6;
const LEAST_INODES = 10_000;
/** Before this version was written: an earlier clock is wrong. */
const EARLIEST = Date.UTC(2026, 0, 1);
const OLDEST_NODE = [20, 19] as const;

async function canWrite(folder: string): Promise<Finding> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const probe = join(folder, '.doctor');
    await writeFile(probe, 'x');
    await rm(probe);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOSPC' || code === 'EDQUOT'
      ? fault('disk', `${folder} is full`, 'Make room there; nothing has to be restored.')
      : fault('disk', `${folder}: ${message}`, 'Give the user Parley runs as the right to write there.');
  }
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const says = `${folder} can be written, ${inUnits(free)} free`;
  return free < LEAST_FREE_BYTES
    ? warning('disk', says, 'Make room: a full disk refuses every message.')
    : ok('disk', says);
}

/** A disk can have space and yet no inode for a new file. Some file systems have no such limit and report 0. */
async function inodes(folder: string): Promise<Finding[]> {
  const { files, ffree } = await statfs(folder).catch(() => ({ files: 0, ffree: 0 }));
  if (files === 0) return [];
  return [
    ffree < LEAST_INODES
      ? warning(
          'inodes',
          `${ffree} left on the disk of ${folder}`,
          'Remove small files there that nobody needs, or move PARLEY_DATA to another disk.',
        )
      : ok('inodes', `${ffree.toLocaleString('en')} left`),
  ];
}

async function temporary(): Promise<Finding[]> {
  const folder = tmpdir();
  const found = await statfs(folder).catch(() => undefined);
  if (!found)
    return [warning('temp', `${folder} cannot be looked at`, 'Set TMPDIR to a folder that is there.')];
  const free = found.bavail * found.bsize;
  return free < LEAST_TEMPORARY_BYTES
    ? [
        warning(
          'temp',
          `${folder} has ${inUnits(free)} left`,
          `Make room in ${folder}. Nothing of the workspace lies there.`,
        ),
      ]
    : [];
}

/** Disk, inodes, space for temporary files. */
export async function disk(config: Config): Promise<Finding[]> {
  return [await canWrite(config.dataFolder), ...(await inodes(config.dataFolder)), ...(await temporary())];
}

/** The version of Node, and the clock. */
export function programs(): Finding[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const old = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  return [
    old
      ? fault('Node', process.version, `Parley needs Node ${OLDEST_NODE.join('.')} or newer.`)
      : ok('Node', process.version),
    ...(Date.now() < EARLIEST
      ? [
          fault(
            'clock',
            `says ${new Date().toISOString()}`,
            'Let it follow a time server (chrony, systemd-timesyncd): sessions and certificates end by it.',
          ),
        ]
      : []),
  ];
}
