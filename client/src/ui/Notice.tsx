import type { ReactNode } from 'react';

/** A title and what to do: for empty lists and for what cannot be shown. */
export function Notice({ icon, title, children }: { icon?: ReactNode; title: string; children?: ReactNode }) {
  return (
    <div className="flex h-full flex-col items-center justify-center gap-2 px-8 text-center">
      {icon !== undefined && <div className="mb-1 text-faint">{icon}</div>}
      <h2 className="heading m-0 text-[17px]">{title}</h2>
      <div className="max-w-[400px] text-[14px] text-soft">{children}</div>
    </div>
  );
}

export const Kbd = ({ children }: { children: ReactNode }) => (
  <kbd className="rounded border border-line bg-page px-1.5 py-px font-sans text-[11px] font-medium text-soft">
    {children}
  </kbd>
);
