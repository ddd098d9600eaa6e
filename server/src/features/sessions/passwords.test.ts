import bcrypt from 'bcrypt';
import { describe, expect, it } from 'vitest';
import { Types } from 'mongoose';
import { startServer, type TestServer } from '../../test/startServer.js';
import { Users } from '../users/users.model.js';
import { paddingOf } from './passwords.js';

/** What bcrypt does, in steps of its cheapest hash. */
const work = (costs: number[]): number => costs.reduce((sum, cost) => sum + 2 ** cost, 0);

const signIn = (server: TestServer, login: string, password: string) =>
  server.api().post('/api/v1/auth/login').send({ login, password });

const hashOf = async (server: TestServer, username: string): Promise<string> =>
  (await Users(server.app.server).findOne({ username }).lean())?.passwordHash ?? '';

describe('signing in', () => {
  it('takes the same work for a name nobody has, for an old hash and for a new one', () => {
    for (const most of [4, 12, 15]) {
      const unknown = work(paddingOf(undefined, most));
      for (let stored = 4; stored <= most; stored++)
        expect(work([stored, ...paddingOf(stored, most)])).toBe(unknown);
    }
  });

  it.each([
    ['raised', '4', '5'],
    ['lowered', '5', '4'],
  ])(
    'renews the hash when the cost was %s, and only with the right password',
    async (_how, before, after) => {
      const database = `t${new Types.ObjectId().toString()}`;
      await using first = await startServer({ BCRYPT_COST: before }, database);
      await first.register('alice');
      const old = await hashOf(first, 'alice');
      expect(bcrypt.getRounds(old)).toBe(Number(before));
      await using second = await startServer({ BCRYPT_COST: after }, database);
      await signIn(second, 'alice', 'not the password').expect(401);
      await signIn(second, 'nobody', 'not the password').expect(401);
      expect(await hashOf(second, 'alice')).toBe(old);
      await signIn(second, 'alice', 'alice has a long password').expect(200);
      const renewed = await hashOf(second, 'alice');
      expect(bcrypt.getRounds(renewed)).toBe(Number(after));
      // Once more, by the new one, which stays.
      await signIn(second, 'alice', 'alice has a long password').expect(200);
      expect(await hashOf(second, 'alice')).toBe(renewed);
      await signIn(second, 'alice', 'not the password').expect(401);
    },
  );
});
