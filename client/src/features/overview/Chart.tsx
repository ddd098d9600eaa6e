import { useId } from 'react';
import { locale } from '../../text/language';

interface ChartProps {
  title: string;
  /** One for each day, the oldest first; null where it is unknown. */
  days: readonly { day: string; value: number | null }[];
  /** The headings of its table. */
  headings: { day: string; value: string; unknown: string };
}

const numbers = new Intl.NumberFormat(locale);
// A day of the server's, which counts in UTC.
const short = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const named = (day: string): string => short.format(new Date(`${day}T00:00:00Z`));

/** A bar for each day. For a screen reader it is a table. */
export function Chart({ title, days, headings }: ChartProps) {
  const id = useId();
  const most = Math.max(1, ...days.map(({ value }) => value ?? 0));
  const says = (value: number | null): string => (value === null ? headings.unknown : numbers.format(value));
  return (
    <figure aria-labelledby={id} className="m-0 min-w-0 rounded-lg border border-line p-4">
      <figcaption id={id} className="flex items-baseline justify-between gap-3 text-[13px] font-semibold">
        {title}
        <span aria-hidden="true" className="tabular text-[12px] font-normal text-faint">
          {numbers.format(most)}
        </span>
      </figcaption>
      <div aria-hidden="true" className="mt-1 flex h-24 items-stretch border-y border-line">
        {days.map(({ day, value }) => (
          <div
            key={day}
            title={`${named(day)}: ${says(value)}`}
            className="group flex min-w-0 flex-1 items-end px-px"
          >
            <div
              style={{ height: `${(100 * (value ?? 0)) / most}%` }}
              className={`w-full rounded-t-[2px] bg-solid group-hover:opacity-70 ${value ? 'min-h-[2px]' : ''}`}
            />
          </div>
        ))}
      </div>
      <div aria-hidden="true" className="tabular mt-1 flex justify-between text-[12px] text-faint">
        <span>{named(days[0]?.day ?? '')}</span>
        <span>{named(days.at(-1)?.day ?? '')}</span>
      </div>
      <table className="sr-only">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{headings.day}</th>
            <th scope="col">{headings.value}</th>
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, value }) => (
            <tr key={day}>
              <th scope="row">{named(day)}</th>
              <td>{says(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
