import shared from './en-first.json';
import { textsOf, type LookUp } from './texts';

type Shared = keyof typeof shared;

/** The texts that several features and `ui/` have in common, as far as the first room shows them. */
export const t: LookUp<Shared> = textsOf(shared);

/** Takes a feature's texts of the first room, returns what looks them up, and the shared ones. */
export const withShared = <Own extends string>(own: Record<Own, string>): LookUp<Shared | Own> =>
  textsOf(own);
