import { describe, expect, it } from 'vitest';
import { readConfig } from '../../config.js';
import { safePath } from './returnTo.js';

const read = (providers: unknown) => () =>
  readConfig({
    PUBLIC_URL: 'https://chat.example.org',
    OIDC_PROVIDERS: typeof providers === 'string' ? providers : JSON.stringify(providers),
  });
const good = { id: 'it', issuer: 'https://it.example', clientId: 'c' };

describe('the setting of providers', () => {
  it('takes presets with what they need', () => {
    const presets = [
      { id: 'google', preset: 'google', clientId: 'c', clientSecret: 's' },
      { id: 'microsoft', preset: 'microsoft', tenant: 'organizations', clientId: 'c', clientSecret: 's' },
      { id: 'github', preset: 'github', clientId: 'c', clientSecret: 's' },
      { id: 'gitlab', preset: 'gitlab', clientId: 'c', clientSecret: 's' },
      { id: 'keycloak', preset: 'keycloak', issuer: 'https://id.example/realms/a', clientId: 'c' },
      { ...good, domains: ['Example.org'], require: { claim: 'groups', values: ['chat'] } },
    ];
    expect(read(presets)().OIDC_PROVIDERS).toHaveLength(6);
    expect(read(presets)().OIDC_PROVIDERS[5]).toMatchObject({ domains: ['example.org'] });
    expect(readConfig({}).OIDC_PROVIDERS).toEqual([]);
  });

  it('is refused with a sentence that names what is wrong', () => {
    expect(read('[{')).toThrow(/OIDC_PROVIDERS: must be JSON/);
    expect(read([{ ...good, id: 'It is' }])).toThrow(/OIDC_PROVIDERS\.0\.id: must be lower case/);
    expect(read([good, good])).toThrow(/must have each id once/);
    expect(read([{ id: 'it', clientId: 'c' }])).toThrow(/0\.issuer: must be the address/);
    expect(read([{ ...good, issuer: 'http://it.example' }])).toThrow(/unless private is true/);
    expect(read([{ ...good, issuer: 'https://it.example/?a' }])).toThrow(/without user, \? and #/);
    expect(read([{ id: 'm', preset: 'microsoft', clientId: 'c' }])).toThrow(/0\.tenant/);
    expect(read([{ id: 'g', preset: 'github', clientId: 'c' }])).toThrow(/0\.clientSecret/);
    const shared = { id: 'm', preset: 'microsoft', tenant: 'common', clientId: 'c' };
    const groups = { claim: 'groups', values: ['chat'] };
    expect(read([{ ...shared, require: groups }])).toThrow(/0\.require: must be of the claim tid/);
    const issuer = 'https://login.microsoftonline.com/organizations/v2.0';
    expect(read([{ ...good, issuer, require: groups }])).toThrow(/0\.require/);
    expect(read([{ ...shared, require: { claim: 'tid', values: ['1'] } }])).not.toThrow();
    expect(read([{ ...shared, tenant: '5f', require: groups }])).not.toThrow();
    expect(read([{ ...good, clientsecret: 's' }])).toThrow(/clientsecret/);
    expect(() => readConfig({ OIDC_PROVIDERS: JSON.stringify([good]) })).toThrow(/PUBLIC_URL: must be set/);
  });
});

describe('the address to return to', () => {
  it('is a path of the app', () => {
    expect(safePath('/rooms/5f?at=7')).toBe('/rooms/5f?at=7');
    expect(safePath('/')).toBe('/');
  });

  it.each([
    undefined,
    '',
    'rooms',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/ /evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%09/../..//evil.example',
    'javascript:alert(1)',
    '@evil.example',
    '/api/v1/auth/openid/it/begin',
    '/a/../api/v1/me',
    `/${'a'.repeat(600)}`,
    '/é',
  ])('is none: %j', (wanted) => expect(safePath(wanted)).toBe('/'));
});
