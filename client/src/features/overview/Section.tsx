import type { ReactNode } from 'react';

/** A part of a page with its heading. */
export const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title} className="mb-8">
    <h2 className="heading mt-0 mb-3 text-[15px]">{title}</h2>
    {children}
  </section>
);
