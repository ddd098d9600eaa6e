import { useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import type { SignInMethod } from '../../core/signInMethod';

/** Of this folder, and those by a directory and by e-mail. Named here and not in a `Feature`, which would be in the first load. */
const own: (() => Promise<SignInMethod>)[] = [
  () => import('./forgotPassword').then((m) => m.forgotPassword),
  () => import('../directory/public/directorySignIn').then((m) => m.directorySignIn()),
  () => import('../signInLinks/public/linkSignIn').then((m) => m.linkSignIn()),
];

/** The ways in besides the password: of this folder, then those that features bring, in the order of their list; none until they have loaded. */
export function useSignInMethods(): readonly SignInMethod[] {
  const { features } = useCore().options;
  const [methods, setMethods] = useState<readonly SignInMethod[]>([]);
  useEffect(() => {
    const loading = [...own, ...features.flatMap(({ signInMethods = [] }) => signInMethods)].map((load) =>
      load(),
    );
    // One that cannot be loaded is left out.
    void Promise.allSettled(loading).then((all) =>
      setMethods(all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))),
    );
  }, [features]);
  return methods;
}

/** While the form is shown, the browser offers in it what some ways in have. What nobody takes has no effect. */
export function useOffers(methods: readonly SignInMethod[], shown: boolean): void {
  const core = useCore();
  useEffect(() => {
    if (!shown) return;
    const shownHere = new AbortController();
    for (const { offer } of methods)
      offer?.(core.api, shownHere.signal).then(
        (granted) => granted && core.start(granted),
        () => undefined,
      );
    return () => shownHere.abort();
  }, [core, methods, shown]);
}
