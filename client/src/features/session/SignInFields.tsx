import { Field } from '../../ui/Field';
import { PasswordStrength } from './public/PasswordStrength';
import { t } from './text/text';

export interface FormValues {
  displayName: string;
  username: string;
  login: string;
  password: string;
}

export interface SignInFieldsProps {
  values: FormValues;
  change: (field: keyof FormValues) => (event: { target: { value: string } }) => void;
  /** What is wrong with each field. */
  fields: Record<string, string>;
}

/** What one enters to make an account. */
export const RegisterFields = ({ values, change, fields }: SignInFieldsProps) => (
  <>
    <Field
      label={t('profile.name')}
      autoComplete="name"
      autoFocus
      required
      value={values.displayName}
      onChange={change('displayName')}
      error={fields['displayName']}
      dir="auto"
    />
    <Field
      label={t('auth.username')}
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      required
      value={values.username}
      onChange={change('username')}
      error={fields['username']}
    />
    <Field
      label={t('auth.password')}
      type="password"
      autoComplete="new-password"
      required
      value={values.password}
      onChange={change('password')}
      error={fields['password']}
      hint={<PasswordStrength password={values.password} />}
    />
  </>
);

/** What one signs in with. */
export const SignInFields = ({
  values,
  change,
  fields,
  onForgot,
}: SignInFieldsProps & { onForgot: () => void }) => (
  <>
    <Field
      label={t('auth.login')}
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      autoFocus
      required
      value={values.login}
      onChange={change('login')}
      error={fields['login']}
    />
    <Field
      label={t('auth.password')}
      type="password"
      autoComplete="current-password"
      required
      value={values.password}
      onChange={change('password')}
      error={fields['password']}
      hint={
        <button
          type="button"
          className="mt-1 text-[13px] text-accent underline underline-offset-2"
          onClick={onForgot}
        >
          {t('auth.forgot')}
        </button>
      }
    />
  </>
);
