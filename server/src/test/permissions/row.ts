import type { CommandName } from '@parley/shared/events';
import type { Ears } from '../startServer.js';
import type { Prepare, Scene } from './cast.js';

/**
 * The outcomes of a request, one sign per column of `standings`: `+` it succeeds, `f` forbidden, `n` not found (as if there were no such
 * thing), `u` not signed in, `c` in conflict with what is so, `i` not for a program or not of this kind. First who is in the room (owner, admin and moderator of the workspace; owner
 * and moderator of the room; member; guest), then who is not (a member reading a public room, a guest before one, an outsider, an
 * owner outside, somebody who was removed), then an owner of an archived room, a token that reads, and nobody.
 */
export type Outcomes = string;

export interface Row {
  /** Method and path as mounted, with a word in brackets where one route has several rows. */
  at: string;
  outcomes: Outcomes;
  body?: (scene: Scene) => object;
  /** A file that is uploaded instead of a body. */
  file?: () => Promise<{ bytes: Buffer; name: string }>;
  /** Appended to the address. */
  query?: (scene: Scene) => string;
  /** The target of the request, as `setScene` prepares it. */
  before?: Prepare;
  inside?: Prepare;
  /** Undoes what `before` has changed for everybody. */
  after?: (scene: Pick<Scene, 'boss'>) => Promise<unknown>;
}

/** The same for commands over a socket; a refused connection counts as not signed in. */
export interface CommandRow {
  at: CommandName;
  /** Another scene of the same command. */
  scene?: string;
  outcomes: Outcomes;
  /** Prepares something before the command, also by the actor's own socket; returns ids for the input. */
  before?: (scene: Scene, ears: Ears) => Promise<Record<string, string>>;
  input: (scene: Scene, ids: Record<string, string>) => object;
}
