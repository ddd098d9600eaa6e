import { join } from 'node:path';
import { AppError } from '@parley/shared/errors';
import { faultOf, invalidField } from '@parley/shared/faults';
import { refusal } from '@parley/shared/refusals';
import { limits } from '@parley/shared/limits';
import type { Request, Response } from 'express';
import multer, { MulterError } from 'multer';
import type { Config } from '../../config.js';
import { openProcessFolder } from '../../platform/processFolder.js';

export interface Received {
  path: string;
  name: string;
}

/** @throws rate_limited when too many of this person are being received, invalid, too_large */
export type Receive = (userId: string, request: Request, response: Response) => Promise<Received>;

function problemOf(error: unknown, config: Config): Error {
  if (!(error instanceof Error)) return new AppError('internal');
  if (!(error instanceof MulterError))
    return /multipart|boundary|unexpected end|malformed/i.test(error.message)
      ? invalidField('file', 'notMultipart')
      : error;
  if (error.code === 'LIMIT_FILE_SIZE')
    return refusal(
      'files.tooLarge',
      { megabytes: config.FILE_MAX_MB },
      { errors: [faultOf('file', 'fileSize', { megabytes: config.FILE_MAX_MB })] },
    );
  return invalidField('file', 'oneFile');
}

/** Pending uploads of each person: each may take as much of the disk as a file may have. */
class Arriving {
  private readonly people = new Map<string, number>();

  /** @throws rate_limited */
  begin(userId: string, response: Response): void {
    const count = this.people.get(userId) ?? 0;
    if (count >= limits.uploadsAtOnce) throw refusal('files.uploadsAtOnce', {}, { retryAfter: 2 });
    this.people.set(userId, count + 1);
    response.once('close', () => this.end(userId));
  }

  private end(userId: string): void {
    const count = this.people.get(userId) ?? 0;
    if (count > 1) this.people.set(userId, count - 1);
    else this.people.delete(userId);
  }
}

/**
 * Receives one file of a multipart request into a temporary folder, streaming: memory does not grow with the file.
 */
export function createReceive(config: Config): Receive {
  const folder = openProcessFolder(join(config.dataFolder, 'uploads-arriving'));
  const take = multer({
    storage: multer.diskStorage({ destination: folder }),
    limits: { fileSize: config.FILE_MAX_MB * 1024 * 1024, files: 1, fields: 4, fieldSize: 1024, parts: 6 },
    // Browsers write names in UTF-8; multer would read them as Latin-1.
    defParamCharset: 'utf8',
  }).single('file');
  const arriving = new Arriving();
  return (userId, request, response) =>
    new Promise((resolve, reject) => {
      arriving.begin(userId, response);
      take(request, response, (error: unknown) => {
        if (error !== undefined && error !== null) return reject(problemOf(error, config));
        if (!request.file) return reject(invalidField('file', 'missing'));
        resolve({ path: request.file.path, name: request.file.originalname });
      });
    });
}
