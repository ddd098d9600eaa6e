import type { DirectoryMode } from '@parley/shared/directory';
import type { Person, TestServer } from '../../../test/startServer.js';

/** Chooses who sees whom. */
export const allow = (admin: Person, directory: DirectoryMode) =>
  admin.patch('/workspace', { directory }).expect(200);

/** Alice runs the workspace; bob and carol are members who share no room but General, and gus is a guest. Everybody sees everybody. */
export async function people(server: TestServer) {
  const alice = await server.register('alice');
  const bob = await server.register('bob');
  const carol = await server.register('carol', { displayName: 'Carol Sandoval' });
  const gus = await server.register('gus');
  await alice.patch(`/users/${gus.userId}`, { role: 'guest' }).expect(200);
  await allow(alice, 'everyone');
  return { alice, bob, carol, gus };
}
