import type { ReactNode } from 'react';

/** Why something could not be done, in a sentence; read out when it appears. Nothing without one. */
export const Failure = ({ children }: { children: ReactNode }) =>
  children === undefined || children === false ? null : (
    <p role="alert" className="my-2 text-[14px] text-danger">
      {children}
    </p>
  );
