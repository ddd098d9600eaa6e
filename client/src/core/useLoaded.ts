import { useCallback, useEffect, useState } from 'react';

export interface Loaded<T> {
  /** Undefined until it has come. */
  value: T | undefined;
  /** What went wrong last, with loading or with acting. */
  failure: unknown;
  /** Waits for something that changes it, and loads it anew. */
  act: <R>(work: Promise<R>) => Promise<R | undefined>;
}

/**
 * What a screen shows of the server, loaded when it opens and after each change made here.
 *
 * @param load must stay the same function while it means the same
 */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [value, setValue] = useState<T>();
  const [failure, setFailure] = useState<unknown>();
  const reload = useCallback(() => load().then(setValue, setFailure), [load]);
  useEffect(() => void reload(), [reload]);
  const act = async <R>(work: Promise<R>): Promise<R | undefined> => {
    setFailure(undefined);
    try {
      const result = await work;
      await reload();
      return result;
    } catch (error) {
      setFailure(error);
      return undefined;
    }
  };
  return { value, failure, act };
}
