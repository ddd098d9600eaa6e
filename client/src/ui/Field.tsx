import { useId, type InputHTMLAttributes, type ReactNode } from 'react';
import { classes } from './classes';
import { t } from '../text/first';

export interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  error?: string | undefined;
  hint?: ReactNode;
}

/** A labelled input whose error is read out with it. */
export function Field({ label, error, hint, className, ...rest }: FieldProps) {
  const id = useId();
  const note = useId();
  return (
    <div className={classes('mb-4', className)}>
      <label htmlFor={id} className="mb-1.5 block text-[13px] font-semibold">
        {label}
      </label>
      <input
        id={id}
        {...rest}
        aria-invalid={error !== undefined}
        aria-describedby={note}
        className={classes(
          'h-[42px] w-full rounded-lg border bg-page px-3 text-[15px] outline-none focus:border-accent focus:ring-3 focus:ring-tint max-[819px]:text-[16px]',
          error === undefined ? 'border-strong' : 'border-danger',
        )}
      />
      <div
        id={note}
        className={classes('mt-1 text-[12px]', error === undefined ? 'text-soft' : 'text-danger')}
      >
        {error === undefined ? hint : t('field.error', { label, error })}
      </div>
    </div>
  );
}
