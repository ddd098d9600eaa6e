import type { ReactNode } from 'react';

/** What a page or a section is about, below its heading. */
export const Lead = ({ children }: { children: ReactNode }) => (
  <p className="mt-0 mb-4 text-[14px] text-soft">{children}</p>
);

/** In the place of a list that has nothing. */
export const Empty = ({ children }: { children: ReactNode }) => (
  <p className="my-3 rounded-lg border border-dashed border-strong px-4 py-6 text-center text-[14px] text-soft">
    {children}
  </p>
);
