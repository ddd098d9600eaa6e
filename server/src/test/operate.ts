import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MessagePage } from '@parley/shared/messages';
import { expect } from 'vitest';
import { programArguments } from './programArguments.js';
import type { ServerProcess } from './serverProcess.js';

/** Runs a command as an operator would, for programs. Resolves with its exit code and what it wrote. */
export function operate(
  name: string,
  args: string[],
  environment: Record<string, string>,
): Promise<{ code: number; out: Record<string, unknown>; error: string }> {
  const { PARLEY_DATA: folder = '', SYSTEMD_UNIT_PATH } = environment;
  // Explicit, because other tests run servers of this installation, which a command would find.
  const isFound = folder === '' || SYSTEMD_UNIT_PATH !== undefined || args.includes('--data');
  const named = isFound ? [] : ['--data', folder];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...programArguments(`operations/${name}`), ...args, ...named, '--json'],
      { env: { ...process.env, ...environment } },
      (failure, stdout, stderr) =>
        resolve({
          code: failure ? Number(failure.code ?? 1) : 0,
          out: JSON.parse(stdout.trim() === '' ? '{}' : (stdout.trim().split('\n').at(-1) ?? '{}')) as Record<
            string,
            unknown
          >,
          error: stderr,
        }),
    );
  });
}

export interface Workspace {
  server: ServerProcess;
  token: string;
  roomId: string;
  fileId: string;
}

export const bearer = (token: string): [string, string] => ['authorization', `Bearer ${token}`];

/** A workspace with some messages and a file, on a server of its own. */
export async function workspace(server: ServerProcess): Promise<Workspace> {
  const { accessToken: token } = await server.register('alice');
  const { rooms } = (
    await server
      .api()
      .get('/rooms')
      .set(...bearer(token))
  ).body as { rooms: { room: { roomId: string } }[] };
  const roomId = rooms[0]?.room.roomId ?? '';
  const uploaded = await server
    .api()
    .post(`/rooms/${roomId}/files`)
    .set(...bearer(token))
    .attach('file', Buffer.from('the bytes of a file'), 'notes.txt')
    .expect(201);
  const { fileId } = uploaded.body as { fileId: string };
  await server
    .api()
    .post(`/rooms/${roomId}/messages`)
    .set(...bearer(token))
    .send({ text: 'with a file', fileIds: [fileId] })
    .expect(201);
  for (let i = 0; i < 30; i++)
    await server
      .api()
      .post(`/rooms/${roomId}/messages`)
      .set(...bearer(token))
      .send({ text: `message ${i}` })
      .expect(201);
  return { server, token, roomId, fileId };
}

/** The texts of all messages in a room, page by page. */
export async function texts({ server, token, roomId }: Workspace): Promise<string[]> {
  const said: string[] = [];
  for (let more = true; more;) {
    const answer = await server
      .api()
      .get(`/rooms/${roomId}/messages?limit=100&after=${said.length}`)
      .set(...bearer(token))
      .expect(200);
    const page = answer.body as MessagePage;
    said.push(...page.messages.map(({ text }) => text));
    more = page.hasMoreAfter;
  }
  return said;
}

export async function expectWhole(place: Workspace, count: number): Promise<void> {
  const said = await texts(place);
  expect(said.filter((text) => /^message \d+$/.test(text))).toHaveLength(count);
  const file = await place.server
    .api()
    .get(`/files/${place.fileId}`)
    .set(...bearer(place.token))
    .expect(200);
  expect(file.text).toBe('the bytes of a file');
}

export const folderOf = (): Promise<string> => mkdtemp(join(tmpdir(), 'parley-operations-'));
