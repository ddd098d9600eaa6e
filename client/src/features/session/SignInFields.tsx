import type { SignInMethod } from '../../core/signInMethod';
import { Field } from '../../ui/Field';
import { PasswordStrength } from './public/PasswordStrength';
import { t } from './text/text';

export interface FormValues {
  displayName: string;
  username: string;
  login: string;
  password: string;
  /** Where the workspace requires one to register. */
  email: string;
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
    {(props.values.email !== '' || props.fields['email'] !== undefined) && (
      <Field label={t('profile.email')} {...inputOf(props, 'email')} type="email" autoComplete="email" />
    )}
    <Field
      label={t('auth.password')}
      {...inputOf(props, 'password')}
      type="password"
      autoComplete="new-password"
      hint={<PasswordStrength password={props.values.password} />}
    />
  </>
);

interface MethodsProps {
  /** Other ways in. */
  methods: readonly SignInMethod[];
  onMethod: (method: SignInMethod) => void;
}

/** The fields of a sign-in, with a line for each other way in. */
export const SignInFields = ({ methods, onMethod, ...props }: SignInFieldsProps & MethodsProps) => (
  <>
    <Field
      label={t('auth.login')}
      {...inputOf(props, 'login')}
      {...asTyped}
      autoComplete="username webauthn"
      autoFocus
    />
    <Field
      label={t('auth.password')}
      {...inputOf(props, 'password')}
      type="password"
      autoComplete="current-password"
      hint={
        // As high as its lines: the form does not move when they come.
        <span className="mt-1 flex min-h-[18px] flex-wrap gap-x-4">
          {methods.map((method) => (
            <button
              key={method.name}
              type="button"
              className="text-[13px] text-accent underline underline-offset-2"
              onClick={() => onMethod(method)}
            >
              {method.label()}
            </button>
          ))}
        </span>
      }
    />
  </>
);
