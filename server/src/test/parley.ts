import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { PROTOCOL_VERSION } from '@parley/shared/protocol';
import type { SignedIn } from '@parley/shared/sessions';
import { io, type Socket } from 'socket.io-client';
import { expect } from 'vitest';
import type { OperatorAnswer } from '../features/operator/operator.actions.js';
import { programArguments } from './programArguments.js';
import type { ServerProcess } from './serverProcess.js';

/** Runs `npm run parley -- …` as an operator would, with input from a terminal or a pipe. */
export async function parley(
  args: string[],
  environment: Record<string, string>,
  input = '',
): Promise<{ code: number; out: string; error: string }> {
  // Explicit, because other tests run servers of this installation, which the command would find.
  const data = args.includes('--help') ? [] : ['--data', environment['PARLEY_DATA'] ?? ''];
  const child = spawn(process.execPath, [...programArguments('operations/parley'), ...args, ...data], {
    env: { ...process.env, ...environment },
  });
  child.stdin.end(input);
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: child.exitCode ?? -1, out, error };
}

/** The same with --json, and it must succeed. */
export async function answer(args: string[], environment: Record<string, string>, input?: string) {
  const { code, out, error } = await parley([...args, '--json'], environment, input);
  expect([code, error]).toEqual([0, '']);
  return JSON.parse(out) as OperatorAnswer;
}

export const signIn = (server: ServerProcess, login: string, password: string) =>
  server.api().post('/auth/login').send({ login, password });

export async function socketOf(server: ServerProcess, { accessToken }: SignedIn): Promise<Socket> {
  const socket = io(server.url, {
    auth: { token: accessToken, protocol: PROTOCOL_VERSION },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
  await new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(undefined));
    socket.once('connect_error', reject);
  });
  return socket;
}
