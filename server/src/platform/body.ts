import { invalidField } from '@parley/shared/faults';
import { refusal } from '@parley/shared/refusals';
import { limits } from '@parley/shared/limits';
import express, { type Request, type RequestHandler, type Response } from 'express';

const json = express.json({ limit: limits.bodyBytes, strict: true, inflate: false });
const anything = express.raw({ type: () => true, limit: limits.bodyBytes, inflate: false });

/** The content encoding of a request: `gzip`, `br`; undefined for none. */
const encodingOf = (request: Request): string | undefined => {
  const encoding = request.get('content-encoding')?.trim().toLowerCase();
  return encoding === undefined || encoding === '' || encoding === 'identity' ? undefined : encoding;
};

/** A compressed body is cheap to send and expensive to decompress; no client of Parley needs one. @throws unsupported */
export function requirePlainBody(request: Request): void {
  if (encodingOf(request) !== undefined) throw refusal('body.compressed');
}

const taken = (read: RequestHandler, request: Request, response: Response): Promise<void> =>
  new Promise((resolve, reject) => {
    void read(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error(String(error)));
    });
  });

/**
 * Reads and parses the body of a request: the only code that does, and only after the actor is authenticated and permitted.
 * @returns an empty object when there is none, or one of another type
 * @throws what body-parser throws, with a `status` (errorBody.ts)
 */
export async function readBody(request: Request, response: Response): Promise<unknown> {
  await taken(json, request, response);
  return (request.body as unknown) ?? {};
}

function parseJson(text: string, field: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalidField(field, 'notJson');
  }
}

/** The fields of a form. It may be the message itself, or have JSON in a field `payload`. */
async function fieldsOf(bytes: Buffer, type: string): Promise<Record<string, unknown>> {
  const form = await new globalThis.Response(new Uint8Array(bytes), { headers: { 'content-type': type } })
    .formData()
    .catch(() => {
      throw invalidField('body', 'notFormOrJson');
    });
  // Names like `__proto__` stay names here, and are refused with the rest.
  return Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'));
}

/**
 * Reads the body of a program, whatever its content type: `curl -d` declares JSON as a form.
 * @returns an object: of JSON, of a form's field `payload`, or of its fields
 * @throws invalid for anything else, and what body-parser throws
 */
export async function readAnyBody(request: Request, response: Response): Promise<unknown> {
  await taken(anything, request, response);
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const text = bytes
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trim();
  if (text === '') return {};
  const type = request.get('content-type') ?? '';
  const isForm = /^multipart\/form-data/i.test(type) || (!/^[[{"]/.test(text) && /^[\w.%+-]+=/.test(text));
  if (!isForm) return asObject(parseJson(text, 'body'));
  const form = /^multipart\//i.test(type) ? type : 'application/x-www-form-urlencoded';
  const fields = await fieldsOf(bytes, form);
  return typeof fields['payload'] === 'string' ? asObject(parseJson(fields['payload'], 'payload')) : fields;
}

function asObject(value: unknown): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw invalidField('body', 'notObject');
}
