// @vitest-environment happy-dom
import { AppError } from '@parley/shared/errors';
import { screen } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { draw } from '../../test/page';
import { OpenidButtons } from './public/OpenidButtons';
import { forgetReturned, noteProvider } from './returned';

const north = { provider: 'north', name: 'North' };
const answers = {
  'GET /auth/openid': () => ({ providers: [north] }),
  'POST /auth/refresh': () => {
    throw new AppError('unauthenticated');
  },
};
const drawAt = async (path: string, inviteCode?: string) => {
  history.replaceState(null, '', path);
  return await draw(<OpenidButtons inviteCode={inviteCode} />, { answers });
};

describe('the buttons of providers', () => {
  beforeEach(() => {
    forgetReturned();
    noteProvider(null);
  });

  it('return to the page that is open', async () => {
    await drawAt('/rooms/5f');
    const link = await screen.findByRole('link', { name: 'Sign in with North' });
    expect(link.getAttribute('href')).toBe('/api/v1/auth/openid/north/begin?returnTo=%2Frooms%2F5f');
  });

  it('carry an invitation, and do not return to its page', async () => {
    await drawAt('/join/abc', 'abc');
    const link = await screen.findByRole('link', { name: 'Sign in with North' });
    expect(link.getAttribute('href')).toBe('/api/v1/auth/openid/north/begin?returnTo=%2F&inviteCode=abc');
  });

  it('are not drawn where there is no provider', async () => {
    history.replaceState(null, '', '/');
    await draw(<OpenidButtons inviteCode={undefined} />, {
      answers: { 'GET /auth/openid': () => ({ providers: [] }) },
    });
    expect(screen.queryByRole('link')).toBeNull();
    expect(screen.queryByText('or')).toBeNull();
  });

  it('say why nobody was signed in, and take that out of the address', async () => {
    await drawAt('/?openid=unverified&provider=north&x=1');
    expect((await screen.findByRole('alert')).textContent).toBe(
      'Your e-mail address is not confirmed at North. Confirm it there, then try again.',
    );
    expect(location.search).toBe('?x=1');
  });

  it('show nothing that somebody else has written into the address', async () => {
    await drawAt('/?openid=Call+555-1234&provider=north');
    await screen.findByRole('link', { name: 'Sign in with North' });
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('show nothing about a provider that is not here', async () => {
    await drawAt('/?openid=unverified&provider=elsewhere');
    await screen.findByRole('link', { name: 'Sign in with North' });
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('fetch the session after a sign-in, and say when it is not there', async () => {
    const { requests } = await drawAt('/?openid=signed-in&provider=north');
    expect((await screen.findByRole('alert')).textContent).toMatch(/^This sign-in took too long/);
    expect(requests).toContain('POST /auth/refresh');
  });

  it('offer to sign out at the provider of the last sign-in', async () => {
    noteProvider('north');
    await drawAt('/');
    const link = await screen.findByRole('link', { name: 'Sign out of North, too' });
    expect(link.getAttribute('href')).toBe('/api/v1/auth/openid/north/logout');
  });
});
