/** Why nobody was signed in or connected. The client has a sentence for each; a published one never changes its meaning. */
export const openidFailures = [
  'over',
  'cancelled',
  'unreachable',
  'invalid',
  'deactivated',
  'notAllowed',
  'unverified',
  'domain',
  'emailTaken',
  'closed',
  'invitation',
  'firstRun',
  'taken',
  'another',
  'tooMany',
  'secondFactor',
  'banned',
  'waiting',
] as const;
export type OpenidFailure = (typeof openidFailures)[number];

/** The parameters of the address to which a callback redirects. */
export const returnParameters = {
  /** `signed-in`, `connected`, or one of `openidFailures`. */
  result: 'openid',
  provider: 'provider',
  /** Present when the provider has a page that signs out there. */
  signsOut: 'signsOut',
} as const;
