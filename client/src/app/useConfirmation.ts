import { useEffect, useState } from 'react';
import { useCore } from '../core/coreContext';

/**
 * Lets requests wait for a password that the server wants once more.
 * @returns what to call with the outcome while one waits
 */
export function useConfirmation(): ((confirmed: boolean) => void) | undefined {
  const { api } = useCore();
  const [done, setDone] = useState<(confirmed: boolean) => void>();
  useEffect(() => {
    let waiting: Promise<boolean> | undefined;
    let end: ((confirmed: boolean) => void) | undefined;
    api.confirm = () =>
      // Of several requests that wait one asks, for all.
      (waiting ??= new Promise<boolean>((resolve) => {
        end = (confirmed) => {
          waiting = undefined;
          setDone(undefined);
          resolve(confirmed);
        };
        setDone(() => end);
      }));
    return () => {
      api.confirm = undefined;
      end?.(false);
    };
  }, [api]);
  return done;
}
