import first from './en-first.json';
import later from './en.json';
import { textsOf, type LookUp } from './texts';

type Shared = keyof typeof first | keyof typeof later;

/** The texts that several features and `ui/` have in common, for what is loaded when it is opened. */
export const t: LookUp<Shared> = textsOf({ ...first, ...later });

/** Takes a feature's texts, returns what looks them up, and the shared ones. */
export const withShared = <Own extends string>(own: Record<Own, string>): LookUp<Shared | Own> =>
  textsOf(own);
