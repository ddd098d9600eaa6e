import { environment } from '../config.js';
import { endProcess } from '@parley/embedded-mongo';
import { helpOf, readArguments, UsageError, type Arguments } from './arguments.js';

/** Whether the output is for a program: then it is one line of JSON at the end. */
export const forPrograms = process.argv.includes('--json');

const MISUSED = 2;

export function say(line: string): void {
  if (!forPrograms) process.stdout.write(`${line}\n`);
}

export function result(value: object, line: string): void {
  process.stdout.write(forPrograms ? `${JSON.stringify(value)}\n` : `${line}\n`);
}

const WIDTH = 28;

/** A progress bar; without a terminal one line when it is full. */
export function progress(name: string, done: number, total: number): void {
  if (forPrograms) return;
  const filled = total === 0 ? WIDTH : Math.round((done / total) * WIDTH);
  const bar = `  ${name.padEnd(16)} [${'█'.repeat(filled)}${'·'.repeat(WIDTH - filled)}] ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`;
  if (process.stdout.isTTY) process.stdout.write(`\r${bar}${done >= total ? '\n' : ''}`);
  else if (done >= total) process.stdout.write(`${bar}\n`);
}

function complain(message: string): void {
  process.stderr.write(forPrograms ? `${JSON.stringify({ error: message })}\n` : `\n${message}\n`);
}

/**
 * The arguments of a command. Ends the process after `--help`, and with
 * status 2 and a sentence when they are invalid.
 * @param name the command as after `npm run`
 */
export function typedFor(name: string): Arguments {
  try {
    const given = readArguments(name, process.argv.slice(2), environment());
    if (!given.help) return given;
    result({ name: given.name, ...given.command }, helpOf(given.name, given.command));
    return process.exit(0);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    complain(`${error.message}\nnpm run ${name} -- --help tells what it takes.`);
    return process.exit(MISUSED);
  }
}

/**
 * Runs a command: an error is printed as a sentence, without a stack, and gives the exit status (2 for invalid arguments).
 * @param name the command as after `npm run`
 */
export async function run(name: string, work: (given: Arguments) => Promise<void>): Promise<void> {
  const given = typedFor(name);
  try {
    await work(given);
    await endProcess(0);
  } catch (error) {
    complain((error as Error).message);
    await endProcess(error instanceof UsageError ? MISUSED : 1);
  }
}
