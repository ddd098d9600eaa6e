import { describe, expect, it } from 'vitest';
import { startServer } from '../../test/startServer.js';
import { isCommon } from './commonPasswords.js';

describe('a password', () => {
  it.each(
    `password 12345678 Password1 QWERTYUIOP iloveyou1 1q2w3e4r5t football1 trustno1 superman1 sunshine1 princess1 letmein123
    p@ssw0rd michelle1 computer1 chocolate parley123`
      .split(/\s+/)
      .map((password) => [password]),
  )('as common as %s is known, in any case', (password) => {
    expect(isCommon(password.toLowerCase())).toBe(true);
  });

  it('of several words, or by chance, is none of them', () => {
    expect(isCommon('correct horse battery staple')).toBe(false);
    // One in eleven million is a false positive.
    const wrong = Array.from({ length: 20_000 }, (_, i) => `no common one ${i} ${i * 7919}`).filter(isCommon);
    expect(wrong).toEqual([]);
  });

  it('that is common, or a name with a character or two, makes no account, and changes none', async () => {
    await using server = await startServer();
    const person = { username: 'jorivera', displayName: 'Josefina Rivera', email: 'contact-jo@example.org' };
    const register = (password: string) =>
      server
        .api()
        .post('/api/v1/auth/register')
        .send({ ...person, password });
    const close = /too close to your name/;
    const cases: [string, RegExp][] = [
      ['Password1', /most common/],
      [' 12345678 ', /most common/],
      ['abababababab', /different characters/],
      ['jorivera1', close],
      ['JosefinaRivera', close],
      ['josefina rivera!', close],
      ['contact-jo@example.org', close],
      ['contact-jo99', close],
    ];
    for (const [password, fault] of cases) {
      const response = await register(password).expect(400);
      expect((response.body as { fields: Record<string, string> }).fields['password'], password).toMatch(
        fault,
      );
    }
    expect((await server.api().get('/api/v1/workspace')).body).toMatchObject({ firstRun: true });
    const alice = await server.register('alice');
    await alice.patch('/workspace', { name: 'Tea House' }).expect(200);
    for (const newPassword of ['teahouse1', 'Tea House', 'iloveyou1'])
      expect(
        (
          await alice
            .post('/me/password', { currentPassword: 'alice has a long password', newPassword })
            .expect(400)
        ).body,
      ).toMatchObject({ fields: { newPassword: expect.anything() as string } });
    const login = { login: 'alice', password: 'alice has a long password' };
    await server.api().post('/api/v1/auth/login').send(login).expect(200);
  });
});
