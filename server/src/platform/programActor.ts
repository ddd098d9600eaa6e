import type { AuditProgram } from '@parley/shared/audit';
import type { Actor, Server } from './context.js';

/** The id of nobody: actions need one, and what they store under it belongs to no account. */
const NOBODY = '0'.repeat(24);

/**
 * A program that acts by itself, so that it uses the same actions as people do. What it does is recorded under its name.
 * @param role what it may do; an admin changes no owners and admins
 */
export const programActor = (
  server: Server,
  program: AuditProgram,
  role: 'owner' | 'admin' = 'owner',
): Actor & { program: AuditProgram } => ({
  server,
  userId: NOBODY,
  sessionId: '',
  role,
  program,
  provedAt: new Date(),
});

/** Who did something, for the server's log. */
export const doerOf = ({ program, userId }: Pick<Actor, 'program' | 'userId'>): string => program ?? userId;

/** Whose it is in the database: null for a program's. */
export const authorOf = ({ program, userId }: Pick<Actor, 'program' | 'userId'>): string | null =>
  program === undefined ? userId : null;
