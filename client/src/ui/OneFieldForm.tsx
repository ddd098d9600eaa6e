import type { SyntheticEvent } from 'react';
import { Button } from './Button';
import { classes } from './classes';
import { Field, type FieldProps } from './Field';

interface OneFieldFormProps extends Omit<FieldProps, 'onSubmit' | 'onChange' | 'value' | 'required'> {
  value: string;
  onType: (value: string) => void;
  /** The label of the button beside the field. */
  button: string;
  primary?: boolean;
  /** Submitting is disabled, as it is for an empty field. */
  still?: boolean;
  onSend: () => void;
}

/** One field, and beside it the button that sends it. */
export function OneFieldForm(props: OneFieldFormProps) {
  const { value, onType, button, primary = false, still = false, onSend, className, ...field } = props;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onSend();
  };
  return (
    <form onSubmit={submit} className={classes('flex items-start gap-2', className)}>
      <Field
        {...field}
        required
        value={value}
        onChange={(event) => onType(event.target.value)}
        className="!mb-0 flex-1"
      />
      <Button
        type="submit"
        {...(primary ? { kind: 'primary' as const } : {})}
        className="mt-[26px] !h-[42px]"
        disabled={still || value.trim() === ''}
      >
        {button}
      </Button>
    </form>
  );
}
