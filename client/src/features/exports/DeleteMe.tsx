import type { DepartureView } from '@parley/shared/erasure';
import { useCore } from '../../core/coreContext';
import { Button } from '../../ui/Button';
import { formatDay } from '../../ui/times';
import { DeleteAccountForm } from '../people/public/DeleteAccountForm';
import { t } from './text/text';

interface DeleteMeProps {
  departure: DepartureView;
  graceDays: number;
  /** Waits for an action, and loads the tab again. */
  act: <R>(work: Promise<R>) => Promise<R | undefined>;
}

/** Deletes one's own account, after days in which that can be cancelled. Without them it ends the session, and the page shows the sign-in form. */
export function DeleteMe({ departure, graceDays, act }: DeleteMeProps) {
  const { api } = useCore();
  if (departure.eraseAt !== null)
    return (
      <div className="flex flex-wrap items-center gap-3 rounded-lg border border-danger p-3 text-[14px]">
        <span className="min-w-0 flex-1">
          {t('data.leaving', { day: formatDay(Date.parse(departure.eraseAt)) })}
        </span>
        <Button onClick={() => void act(api.request('DELETE /me/departure'))}>{t('data.keepAccount')}</Button>
      </div>
    );
  return (
    <DeleteAccountForm
      open={t('profile.delete')}
      lead={graceDays === 0 ? t('profile.deleteLead') : t('data.deleteLead', { days: graceDays })}
      confirm={{
        field: 'password',
        label: t('data.password'),
        type: 'password',
        autoComplete: 'current-password',
      }}
      onDelete={async (password, messages) => {
        await api.request('POST /me/erase', { body: { password, messages } });
        await act(Promise.resolve());
      }}
    />
  );
}
