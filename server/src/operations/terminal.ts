import { endProcess } from '../embedded-mongo/start.js';

/** Whether a program reads the output: then one line of JSON at the end, and nothing before it. */
export const forPrograms = process.argv.includes('--json');

export const option = (name: string): string | undefined => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
};
export const flagged = (name: string): boolean => process.argv.includes(`--${name}`);

export function say(line: string): void {
  if (!forPrograms) process.stdout.write(`${line}\n`);
}

export function result(value: object, line: string): void {
  process.stdout.write(forPrograms ? `${JSON.stringify(value)}\n` : `${line}\n`);
}

const WIDTH = 28;

/** A bar that fills in its line; without a terminal one line when it is full. */
export function progress(name: string, done: number, total: number): void {
  if (forPrograms) return;
  const filled = total === 0 ? WIDTH : Math.round((done / total) * WIDTH);
  const bar = `  ${name.padEnd(16)} [${'█'.repeat(filled)}${'·'.repeat(WIDTH - filled)}] ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`;
  if (process.stdout.isTTY) process.stdout.write(`\r${bar}${done >= total ? '\n' : ''}`);
  else if (done >= total) process.stdout.write(`${bar}\n`);
}

/** Runs a command of the terminal: what goes wrong is a sentence and an exit status, not a stack. */
export async function run(work: () => Promise<void>): Promise<void> {
  try {
    await work();
    await endProcess(0);
  } catch (error) {
    const message = (error as Error).message;
    process.stderr.write(forPrograms ? `${JSON.stringify({ error: message })}\n` : `\n${message}\n`);
    await endProcess(1);
  }
}
