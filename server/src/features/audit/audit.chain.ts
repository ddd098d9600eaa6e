import { createHash, randomBytes } from 'node:crypto';
import type { AuditDoc, AuditOrigin, AuditPersonal } from './audit.model.js';

/** What the first entry follows. */
export const GENESIS = '0'.repeat(64);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** JSON with sorted keys and without undefined values: the same values always give the same text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const fields = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`);
  return `{${fields.join(',')}}`;
}

/** A salt for a seal: without it nobody can try out which address a seal was made of. */
export const newSalt = (): string => randomBytes(16).toString('base64url');

/** The seal of what can be removed. */
export const sealOf = (part: AuditOrigin | AuditPersonal): string => sha256(canonical(part));

/** The hash of an entry, over all that stays and the hash before it. */
export function hashOf(entry: Omit<AuditDoc, 'hash'>): string {
  const { origin: _origin, personal: _personal, at, ...stays } = entry;
  return sha256(canonical({ ...stays, at: at.toISOString() }));
}

/** Whether an entry is as it was written, as far as it was not removed. */
export function isIntact({ hash, ...entry }: AuditDoc): boolean {
  const sealed = (part: AuditOrigin | AuditPersonal | undefined, seal: string | undefined): boolean =>
    part === undefined || sealOf(part) === seal;
  return (
    sealed(entry.origin, entry.originSeal) &&
    sealed(entry.personal, entry.personalSeal) &&
    hashOf(entry) === hash
  );
}
