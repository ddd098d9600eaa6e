import { returnParameters, type OpenidFailure } from '@parley/shared/openidReturn';
import { base } from '../../platform/base';
import { t } from './text/text';

/** What a provider's callback has put into the page's address. */
export interface Returned {
  result: OpenidFailure | 'signed-in' | 'connected';
  /** Empty where the address names none. */
  provider: string;
  signsOut: boolean;
}

/** Why nobody was signed in or connected, and what to do. @param name of the provider */
const sentences: Record<OpenidFailure, (name: string) => string> = {
  over: () => t('openid.over'),
  cancelled: (name) => t('openid.cancelled', { name }),
  unreachable: (name) => t('openid.unreachable', { name }),
  invalid: (name) => t('openid.invalid', { name }),
  deactivated: () => t('openid.deactivated'),
  notAllowed: (name) => t('openid.notAllowed', { name }),
  unverified: (name) => t('openid.unverified', { name }),
  domain: (name) => t('openid.domain', { name }),
  emailTaken: (name) => t('openid.emailTaken', { name }),
  closed: () => t('openid.closed'),
  invitation: (name) => t('openid.invitation', { name }),
  firstRun: () => t('openid.firstRun'),
  taken: (name) => t('openid.taken', { name }),
  another: (name) => t('openid.another', { name }),
  tooMany: () => t('openid.tooMany'),
  secondFactor: () => t('openid.secondFactor'),
  waiting: () => t('openid.waiting'),
  banned: () => t('openid.banned'),
};

/** The sentence for a failure. Anybody can write an address: what is no failure of ours says nothing. */
export const sentenceOfFailure = (result: string, name: string): string | undefined =>
  Object.hasOwn(sentences, result) ? sentences[result as OpenidFailure](name) : undefined;

/** As in shared/src/openid.ts, without zod in the first load. */
const PROVIDER = /^[a-z0-9][a-z0-9-]{0,31}$/;

let taken: Returned | undefined;

/** What the address says, the same at each call; the address loses it. */
export function takeReturned(): Returned | undefined {
  const address = new URL(location.href);
  const value = (name: keyof typeof returnParameters) => address.searchParams.get(returnParameters[name]);
  const result = value('result');
  if (result === null) return taken;
  taken = {
    result: result as Returned['result'],
    provider: PROVIDER.exec(value('provider') ?? '')?.[0] ?? '',
    signsOut: value('signsOut') !== null,
  };
  for (const name of Object.values(returnParameters)) address.searchParams.delete(name);
  history.replaceState(history.state, '', address);
  return taken;
}

/** It was shown. */
export const forgetReturned = (): void => (taken = undefined);

const KEY = `parley${base}.openid`;

/** The provider of this browser's last sign-in, where it can be signed out of. */
export const lastProvider = (): string | null => localStorage.getItem(KEY);

/** @param provider null for none */
export function noteProvider(provider: string | null): void {
  if (provider === null) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, provider);
}
