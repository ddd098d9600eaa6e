import { ChevronsUpDown } from 'lucide-react';
import { useAppSelector } from '../core/store';
import { WorkspaceSign } from '../features/workspace/public/WorkspaceSign';
import { OnDemand } from '../ui/OnDemand';

export const loadWorkspaceMenu = () => import('./WorkspaceMenuPopup');

/** The name of the workspace, which opens its menu. */
export function WorkspaceMenu() {
  const name = useAppSelector((state) => state.session.workspaceName);
  const picture = useAppSelector((state) => state.session.workspacePicture);
  const trigger = (
    <button
      type="button"
      className="flex h-11 w-full items-center gap-2.5 rounded-lg px-1.5 text-start hover:bg-hover"
    >
      <WorkspaceSign picture={picture} />
      <span className="heading flex-1 truncate text-[15px]">{name}</span>
      <ChevronsUpDown size={16} strokeWidth={1.75} className="text-soft" aria-hidden="true" />
    </button>
  );
  return <OnDemand trigger={trigger} popup="menu" load={loadWorkspaceMenu} props={{ trigger }} />;
}
