import type { UpdateMeInput } from '@parley/shared/users';
import { useState } from 'react';
import { useCore } from '../../core/coreContext';
import { meChanged } from '../../core/state/session';
import { useAppDispatch } from '../../core/store';
import { announce } from '../../ui/announce';

interface SaveMe {
  /** @param done is announced when the server has stored the change */
  save: (input: UpdateMeInput, done: string) => Promise<void>;
  /** The error of the last save; undefined for none. */
  failure: unknown;
}

/** Changes what the server stores of one's own account. */
export function useSaveMe(): SaveMe {
  const core = useCore();
  const dispatch = useAppDispatch();
  const [failure, setFailure] = useState<unknown>();
  const save: SaveMe['save'] = async (input, done) => {
    setFailure(undefined);
    try {
      dispatch(meChanged(await core.api.request('PATCH /me', { body: input })));
      announce(done);
    } catch (error) {
      setFailure(error);
    }
  };
  return { save, failure };
}
