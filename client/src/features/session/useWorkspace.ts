import type { WorkspaceView } from '@parley/shared/workspace';
import { useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';

/** Default while the server cannot be reached: the form for signing in to an existing account. */
const unknown: WorkspaceView = {
  name: 'Parley',
  registration: 'closed',
  renaming: false,
  directory: 'rooms',
  firstRun: false,
  picture: null,
  mail: false,
  storage: { file: 0, person: 0, most: { file: 0, person: 0 } },
};
const AGAIN_MS = 2000;

/** The workspace one signs in to, from the server, or the default while it cannot be reached. */
export function useWorkspace(): { workspace: WorkspaceView | undefined; reachable: boolean } {
  const core = useCore();
  const [workspace, setWorkspace] = useState<WorkspaceView>();
  const [reachable, setReachable] = useState(true);
  useEffect(() => {
    let current = true;
    const load = (): void =>
      void core.api.raw('GET /workspace').then(
        (answer) => {
          if (!current) return;
          setWorkspace(answer);
          setReachable(true);
        },
        () => {
          if (!current) return;
          setReachable(false);
          setTimeout(load, AGAIN_MS);
        },
      );
    load();
    return () => {
      current = false;
    };
  }, [core]);
  return { workspace: workspace ?? (reachable ? undefined : unknown), reachable };
}
