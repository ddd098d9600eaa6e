import { expect, it } from 'vitest';
import { startServer } from '../../test/startServer.js';

const limited = { RATE_LIMITS: 'true', TRUSTED_PROXIES: '1' };

it('accounts and attempts to sign in count by /64 of IPv6, since a household has all addresses of one', async () => {
  await using server = await startServer({
    ...limited,
    REGISTRATIONS_PER_HOUR: '2',
    SIGN_INS_PER_15_MINUTES: '2',
  });
  const post = (path: string, from: string, body: object) =>
    server.api().post(`/api/v1/auth/${path}`).set('x-forwarded-for', from).send(body);
  const register = (username: string, from: string) =>
    post('register', from, { username, displayName: username, password: 'a long pass phrase' });
  await register('ann', '2001:db8:1:2::1').expect(201);
  await register('ben', '2001:db8:1:2:3:4:5:6').expect(201);
  await register('cat', '2001:db8:1:2:ffff::1').expect(429);
  await register('cat', '2001:db8:1:3::1').expect(201);
  const guess = (from: string) => post('login', from, { login: 'ann', password: 'wrong wrong wrong' });
  await guess('2001:db8:9:9::1').expect(401);
  await guess('2001:db8:9:9::2').expect(401);
  expect((await guess('2001:db8:9:9:8::3')).status).toBe(429);
  await guess('2001:db8:9:8::1').expect(401);
});
