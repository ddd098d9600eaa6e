import type { Doc, StringOrder } from './values.js';

/** The documents around an expression. */
export interface Scope {
  root: unknown;
  current: unknown;
  variables: Record<string, unknown>;
}

export interface MatchContext {
  order?: StringOrder;
  /** Variables of `let`. */
  variables?: Scope['variables'];
}

export type Matcher = (doc: Doc) => boolean;
