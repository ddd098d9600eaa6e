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
  /** The error of each field. */
  fields: Record<string, string>;
}

/** A user name is typed as it is. */
const asTyped = { autoComplete: 'username', autoCapitalize: 'none', spellCheck: false } as const;

/** The props of an input for a required field. */
const inputOf = ({ values, change, fields }: SignInFieldsProps, field: keyof FormValues) => ({
  required: true,
  value: values[field],
  onChange: change(field),
  error: fields[field],
});

/** The fields of a registration. */
export const RegisterFields = (props: SignInFieldsProps) => (
  <>
    <Field
      label={t('profile.name')}
      {...inputOf(props, 'displayName')}
      autoComplete="name"
      autoFocus
      dir="auto"
    />
    <Field label={t('auth.username')} {...inputOf(props, 'username')} {...asTyped} />
    <Field
      label={t('auth.password')}
      {...inputOf(props, 'password')}
      type="password"
      autoComplete="new-password"
      hint={<PasswordStrength password={props.values.password} />}
    />
  </>
);

/** The fields of a sign-in. */
export const SignInFields = ({ onForgot, ...props }: SignInFieldsProps & { onForgot: () => void }) => (
  <>
    <Field label={t('auth.login')} {...inputOf(props, 'login')} {...asTyped} autoFocus />
    <Field
      label={t('auth.password')}
      {...inputOf(props, 'password')}
      type="password"
      autoComplete="current-password"
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
