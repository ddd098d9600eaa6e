import type { Doc, StringOrder } from './values.js';

/** What the documents around an expression are. */
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
