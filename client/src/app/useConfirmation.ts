import { useEffect, useState } from 'react';
import { useCore } from '../core/coreContext';

/**
 * Lets requests wait until the password is confirmed, where the server requires it.
 * @returns while one waits, the function to call with the outcome
 */
export function useConfirmation(): ((confirmed: boolean) => void) | undefined {
  const { api } = useCore();
  const [done, setDone] = useState<(confirmed: boolean) => void>();
  useEffect(() => {
    const before = api.confirm;
    let waiting: Promise<boolean> | undefined;
    let end: ((confirmed: boolean) => void) | undefined;
    api.confirm = () =>
      // Concurrent requests share one dialog.
      (waiting ??= new Promise<boolean>((resolve) => {
        end = (confirmed) => {
          waiting = undefined;
          setDone(undefined);
          resolve(confirmed);
        };
        setDone(() => end);
      }));
    return () => {
      // Of what is below a dialog that closes.
      api.confirm = before;
      end?.(false);
    };
  }, [api]);
  return done;
}
