import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Prompts in the terminal, without echoing the input. */
export async function askHidden(question: string): Promise<string> {
  const silent = new Writable({ write: (_part, _encoding, done) => done() });
  const line = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(question);
  try {
    return await line.question('');
  } finally {
    line.close();
    process.stderr.write('\n');
  }
}
