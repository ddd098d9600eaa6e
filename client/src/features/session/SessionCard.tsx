import type { ReactNode } from 'react';
import { WorkspaceSign } from '../workspace/public/WorkspaceSign';

interface SessionCardProps {
  /** When the workspace's picture was set; null without one. */
  picture: string | null;
  title: string;
  children: ReactNode;
}

/** The frame of the pages before signing in. */
export const SessionCard = ({ picture, title, children }: SessionCardProps) => (
  <main className="h-full overflow-y-auto bg-panel">
    <div className="flex min-h-full items-center justify-center p-4">
      <div className="w-full max-w-[400px] rounded-2xl border border-line bg-page px-[34px] py-[34px] shadow-float max-[480px]:px-6">
        <div className="mb-6">
          <WorkspaceSign picture={picture} large />
        </div>
        <h1 className="heading mt-0 mb-2 text-[22px] leading-7">{title}</h1>
        {children}
      </div>
    </div>
  </main>
);
