import type { Readable } from 'node:stream';
import { AppError } from '@parley/shared/errors';
import type { ByteRange, FileStore } from './fileStore.js';

/** How long the lookup of a former store is cached, in ms: a move begins and ends while servers run. */
const BELIEVED_MS = 5000;

const isMissing = (error: unknown): boolean => error instanceof AppError && error.code === 'not_found';

/**
 * A store with a former one beside it, from which files are read that are not here yet.
 * @param findFormer the former store, undefined when all has been moved
 */
export function withFormer(store: FileStore, findFormer: () => Promise<FileStore | undefined>): FileStore {
  let known: { former: Promise<FileStore | undefined>; at: number } | undefined;
  const formerNow = (): Promise<FileStore | undefined> => {
    if (!known || performance.now() - known.at > BELIEVED_MS)
      known = { former: findFormer(), at: performance.now() };
    return known.former;
  };
  const readFormer = async (
    key: string,
    range: ByteRange | undefined,
    missing: unknown,
  ): Promise<Readable> => {
    const former = await formerNow();
    if (!former) throw missing;
    try {
      return await former.read(key, range);
    } catch (error) {
      // It was moved between the two reads.
      if (isMissing(error)) return await store.read(key, range);
      throw error;
    }
  };
  return {
    put: (key, path, type) => store.put(key, path, type),
    async read(key, range) {
      try {
        return await store.read(key, range);
      } catch (error) {
        if (!isMissing(error)) throw error;
        return await readFormer(key, range, error);
      }
    },
    async remove(key) {
      await store.remove(key);
      await (await formerNow())?.remove(key);
    },
  };
}
