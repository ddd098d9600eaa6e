import { errorAnswers } from '@parley/shared/errors';
import { toAppError } from '../../platform/errorBody.js';

/** Why a request was refused, in SCIM's words. Source: RFC 7644, 3.12. */
export type ScimType =
  | 'invalidFilter'
  | 'invalidPath'
  | 'invalidSyntax'
  | 'invalidValue'
  | 'mutability'
  | 'noTarget'
  | 'tooMany'
  | 'uniqueness';

/** A refusal in SCIM's format. */
export class ScimFault extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly scimType?: ScimType,
    readonly retryAfter?: number,
  ) {
    super(detail);
  }
}

/** @returns the refusal of a request's content */
export const badRequest = (scimType: ScimType, detail: string): ScimFault =>
  new ScimFault(400, detail, scimType);

const statusOf: Record<string, [number, ScimType?]> = {
  invalid: [400, 'invalidValue'],
  conflict: [409],
};
const uniqueKeys = new Set(['names.taken', 'accounts.emailTaken', 'groups.taken']);

/** Any error as a refusal in SCIM's format. */
export function toScimFault(error: unknown): ScimFault {
  if (error instanceof ScimFault) return error;
  const known = toAppError(error);
  const [status, scimType] = statusOf[known.code] ?? [errorAnswers[known.code].status];
  const { errors = [], retryAfter } = known.extra;
  const fields = errors.map(({ field, message }) => `${field} ${message}`);
  const detail = fields.length > 0 ? `${fields.join('; ')}.` : known.message;
  return new ScimFault(status, detail, uniqueKeys.has(known.key) ? 'uniqueness' : scimType, retryAfter);
}

/** The body of a refusal. */
export const viewFault = ({ status, scimType, message }: ScimFault) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
  status: String(status),
  ...(scimType === undefined ? {} : { scimType }),
  detail: message,
});
