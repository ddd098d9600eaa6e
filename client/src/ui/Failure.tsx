import type { ReactNode } from 'react';

/** Why something could not be done, as a sentence; announced when it appears. Renders nothing without one. */
export const Failure = ({ children }: { children: ReactNode }) =>
  children === undefined || children === false ? null : (
    <p role="alert" className="my-2 text-[14px] text-danger">
      {children}
    </p>
  );
