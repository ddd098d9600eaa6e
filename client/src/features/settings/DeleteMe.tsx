import { useCore } from '../../core/coreContext';
import { DeleteAccountForm } from '../people/public/DeleteAccountForm';
import { t } from './text/text';

/** Deletes one's own account. That ends the session, and the page shows the sign-in form. */
export function DeleteMe() {
  const core = useCore();
  return (
    <div className="mt-8">
      <DeleteAccountForm
        open={t('profile.delete')}
        lead={t('profile.deleteLead')}
        confirm={{
          field: 'password',
          label: t('password.current'),
          type: 'password',
          autoComplete: 'current-password',
        }}
        onDelete={(password, messages) =>
          core.api.request('POST /me/erase', { body: { password, messages } })
        }
      />
    </div>
  );
}
