import { useCallback, useEffect, useState } from 'react';

export interface Loaded<T> {
  /** Undefined until it is loaded. */
  value: T | undefined;
  /** The last error, of loading or of an action. */
  failure: unknown;
  /** Waits for an action that changes it, and loads it again. */
  act: <R>(work: Promise<R>) => Promise<R | undefined>;
}

/**
 * What a screen shows of the server, loaded when it opens and after each change made here.
 *
 * @param load must stay the same function for the same data
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
