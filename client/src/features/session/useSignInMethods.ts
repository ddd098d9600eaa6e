import { useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import type { SignInMethod } from '../../core/signInMethod';

/** The ways in that features bring, in the order of their list; none until they have loaded. */
export function useSignInMethods(): readonly SignInMethod[] {
  const { features } = useCore().options;
  const [methods, setMethods] = useState<readonly SignInMethod[]>([]);
  useEffect(() => {
    const loading = features.flatMap(({ signInMethods = [] }) => signInMethods.map((load) => load()));
    // One that cannot be loaded is left out.
    void Promise.allSettled(loading).then((all) =>
      setMethods(all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))),
    );
  }, [features]);
  return methods;
}
