import type { SignInMethod } from '../../core/signInMethod';
import { ForgotPassword } from './ForgotPassword';
import { t } from './text/text';

/** Without the password: by a link that sets a new one. */
export const forgotPassword: SignInMethod = {
  name: 'forgotPassword',
  label: () => t('auth.forgot'),
  Screen: ForgotPassword,
};
