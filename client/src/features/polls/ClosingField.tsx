import { useId } from 'react';
import { t } from './text/text';
import { Field } from '../../ui/Field';
import type { Closing } from './closing';

interface ClosingFieldProps {
  closing: Closing;
  time: string;
  error: string | undefined;
  onClosing: (closing: Closing) => void;
  onTime: (time: string) => void;
}

/** When the poll closes: by hand, after a usual time, or at a moment. */
export function ClosingField({ closing, time, error, onClosing, onTime }: ClosingFieldProps) {
  const id = useId();
  const choices: [Closing, string][] = [
    ['never', t('polls.never')],
    ['hour', t('polls.inAnHour')],
    ['day', t('polls.inADay')],
    ['week', t('polls.inAWeek')],
    ['time', t('polls.atATime')],
  ];
  return (
    <div className="mt-2 mb-4">
      <label htmlFor={id} className="mb-1.5 block text-[13px] font-semibold">
        {t('polls.closes')}
      </label>
      <select
        id={id}
        value={closing}
        onChange={(event) => onClosing(event.target.value as Closing)}
        className="h-[42px] w-full rounded-lg border border-strong bg-page px-2.5 text-[15px] outline-none focus:border-accent focus:ring-3 focus:ring-tint max-[819px]:text-[16px]"
      >
        {choices.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      {closing === 'time' && (
        <Field
          label={t('polls.time')}
          type="datetime-local"
          className="mt-3"
          required
          value={time}
          onChange={(event) => onTime(event.target.value)}
          error={error}
        />
      )}
    </div>
  );
}
