import { useCore } from '../../core/coreContext';
import { sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { showRefusal } from '../../ui/toast';
import { t } from './text/text';

/** @returns ends a block, and announces it; shows why where that fails */
export function useUnblock(): (userId: string, name: string) => void {
  const { api } = useCore();
  return (userId, name) =>
    void api.request('DELETE /me/blocked/{userId}', { path: { userId } }).then(
      () => announce(t('blocks.unblocked', { name })),
      (error: unknown) => showRefusal(t('blocks.failed'), sentenceOf(error)),
    );
}
