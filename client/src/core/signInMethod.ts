import type { WorkspaceView } from '@parley/shared/workspace';
import type { ComponentType } from 'react';

/** A way in besides name and password: a line below the form, and the screen that it opens. */
export interface SignInMethod {
  name: string;
  label: () => string;
  Screen: ComponentType<{ workspace: WorkspaceView; onBack: () => void }>;
}
