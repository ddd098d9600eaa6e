import { useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import type { SignInMethod } from '../../core/signInMethod';

/** The ways in that features bring, in the order of their list; none until they have loaded. */
export function useSignInMethods(): readonly SignInMethod[] {
  const { features } = useCore().options;
  const [methods, setMethods] = useState<readonly SignInMethod[]>([]);
  useEffect(() => {
    const loading = features.flatMap(({ signInMethods = [] }) => signInMethods.map((load) => load()));
    // Without them one signs in with name and password.
    Promise.all(loading).then(setMethods, () => undefined);
  }, [features]);
  return methods;
}
