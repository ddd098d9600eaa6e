import { AppError } from '@parley/shared/errors';
import { limits } from '@parley/shared/limits';
import express, { type Request, type RequestHandler, type Response } from 'express';

const json = express.json({ limit: limits.bodyBytes, strict: true, inflate: false });
const form = express.urlencoded({ extended: false, limit: limits.bodyBytes, inflate: false });

/** Body of a request in another form than it says nothing about: `gzip`, `br`; undefined when it comes as it is. */
const encodingOf = (request: Request): string | undefined => {
  const encoding = request.get('content-encoding')?.trim().toLowerCase();
  return encoding === undefined || encoding === '' || encoding === 'identity' ? undefined : encoding;
};

/** A compressed body is cheap to send and dear to unpack; nothing that speaks to Parley needs one. @throws unsupported */
export function requirePlainBody(request: Request): void {
  if (encodingOf(request) !== undefined)
    throw new AppError('unsupported', 'Compressed request bodies are not accepted. Send it as it is.');
}

const taken = (read: RequestHandler, request: Request, response: Response): Promise<void> =>
  new Promise((resolve, reject) => {
    void read(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error(String(error)));
    });
  });

/**
 * Reads and parses the body of a request: the first that is done with it, and only after it is known who asks and whether they may.
 * @param forms forms are read beside JSON
 * @returns an empty object when there is none, or one of another type
 * @throws what body-parser throws, with a `status` (errorBody.ts)
 */
export async function readBody(request: Request, response: Response, forms: boolean): Promise<unknown> {
  await taken(json, request, response);
  if (forms) await taken(form, request, response);
  return (request.body as unknown) ?? {};
}
