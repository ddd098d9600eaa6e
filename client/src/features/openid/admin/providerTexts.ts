import type { ManagedProvider, PutProviderInput } from '@parley/shared/openidAdmin';

/** What is typed in the form of a provider. */
export type Texts = Record<
  | 'id'
  | 'name'
  | 'issuer'
  | 'tenant'
  | 'clientId'
  | 'clientSecret'
  | 'scopes'
  | 'domains'
  | 'claim'
  | 'values'
  | 'groupClaim'
  | 'groupRules',
  string
>;

const empty: Texts = {
  id: '',
  name: '',
  issuer: '',
  tenant: '',
  clientId: '',
  clientSecret: '',
  scopes: '',
  domains: '',
  claim: '',
  values: '',
  groupClaim: '',
  groupRules: '',
};

/** The fields of a provider as texts; empty for a new one. A secret is never shown. */
export const textsOf = (known: ManagedProvider | undefined): Texts =>
  known === undefined
    ? empty
    : {
        ...empty,
        id: known.provider,
        name: known.name ?? '',
        issuer: known.issuer ?? '',
        tenant: known.tenant ?? '',
        clientId: known.clientId,
        scopes: (known.scopes ?? []).join(' '),
        domains: (known.domains ?? []).join(', '),
        claim: known.require?.claim ?? '',
        values: (known.require?.values ?? []).join(', '),
        groupClaim: known.groups?.claim ?? '',
        groupRules: (known.groups?.rules ?? []).join('\n'),
      };

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const words = (text: string, by: RegExp): string[] =>
  text
    .split(by)
    .map((word) => word.trim())
    .filter((word) => word !== '');
const listOf = (text: string, by = /[\s,]+/): string[] | null => {
  const list = words(text, by);
  return list.length === 0 ? null : list;
};

/** One rule a line, which may have spaces and commas; none without a line. */
const groupsOf = ({ groupClaim, groupRules }: Texts): PutProviderInput['groups'] => {
  const rules = listOf(groupRules, /\n/);
  // A rule without its claim is sent, and the server names the field.
  return rules === null && groupClaim.trim() === '' ? null : { claim: groupClaim.trim(), rules: rules ?? [] };
};

/** What was entered, as it is sent. A secret that was not typed stays. */
export const inputOf = (
  texts: Texts,
  rest: Pick<PutProviderInput, 'version' | 'preset' | 'private' | 'silent' | 'disabled'>,
): PutProviderInput => ({
  ...rest,
  name: orNull(texts.name),
  issuer: orNull(texts.issuer),
  tenant: orNull(texts.tenant),
  clientId: texts.clientId.trim(),
  scopes: listOf(texts.scopes),
  domains: listOf(texts.domains),
  // Values of a claim may have spaces.
  require:
    orNull(texts.claim) === null
      ? null
      : { claim: texts.claim.trim(), values: listOf(texts.values, /,/) ?? [] },
  groups: groupsOf(texts),
  ...(texts.clientSecret === '' ? {} : { clientSecret: texts.clientSecret }),
});
