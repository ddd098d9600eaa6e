import { Field } from '../../ui/Field';
import { t } from './text/text';

interface CodeFieldProps {
  /** For a recovery code instead of one of an app. */
  recovery?: boolean;
  value: string;
  onType: (value: string) => void;
  error: string | undefined;
}

/** A field for a code, which phones and password managers can fill in. */
export const CodeField = ({ recovery = false, value, onType, error }: CodeFieldProps) => (
  <Field
    label={recovery ? t('factors.recoveryCode') : t('factors.code')}
    inputMode={recovery ? 'text' : 'numeric'}
    autoComplete={recovery ? 'off' : 'one-time-code'}
    autoCapitalize="none"
    spellCheck={false}
    dir="ltr"
    autoFocus
    required
    maxLength={recovery ? 40 : 20}
    value={value}
    onChange={(event) => onType(event.target.value)}
    error={error}
    className="tabular"
  />
);
