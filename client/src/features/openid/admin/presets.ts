import type { OpenidPreset } from '@parley/shared/openid';

/** Names that are the same in every language. */
export const presetNames: { [P in OpenidPreset]?: string } = {
  google: 'Google',
  microsoft: 'Microsoft',
  github: 'GitHub',
  gitlab: 'GitLab',
  keycloak: 'Keycloak',
  authentik: 'authentik',
};

/** Presets that need the address of one's own server, or may have one. */
export const withIssuer: ReadonlySet<OpenidPreset> = new Set([
  'github',
  'gitlab',
  'keycloak',
  'authentik',
  'oidc',
]);
