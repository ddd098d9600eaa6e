import type { SignedIn } from '@parley/shared/sessions';
import type { WorkspaceView } from '@parley/shared/workspace';
import type { ComponentType } from 'react';
import type { Api } from '../platform/api';

/** A way in besides name and password: a line below the form, and the screen that it opens. */
export interface SignInMethod {
  name: string;
  label: () => string;
  Screen: ComponentType<{ workspace: WorkspaceView; onBack: () => void }>;
  /**
   * What the browser offers in the form itself, while it is shown: the sign-in when somebody takes it, or undefined where it offers nothing.
   * @param signal aborted when the form goes
   */
  offer?: (api: Api, signal: AbortSignal) => Promise<SignedIn | undefined>;
}
