import { useEffect } from 'react';
import { useNavigate } from '../../core/navigation';

/** Opens a page of the admin area. */
export function WorkspaceDialog({ tab, onClose }: { tab: string; onClose: () => void }) {
  const navigate = useNavigate();
  useEffect(() => {
    navigate(`/admin/${tab}`);
    onClose();
    // Once, as it opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return null;
}
