import type { AuditEntryView } from '@parley/shared/audit';
import { useState } from 'react';
import { formatClock, formatDay, formatFull, useTimes } from '../../ui/times';
import { fieldsOf, sentenceOfEntry, wordsOf, type Names } from './sentences';
import { t } from './text/text';

/** The fields that have changed, side by side. */
function Changes({ entry }: { entry: AuditEntryView }) {
  const fields = fieldsOf(entry);
  if (fields.length === 0) return null;
  return (
    <table className="mb-2 w-full text-start text-[13px] [&_td]:py-1 [&_td]:pe-3 [&_td]:align-top [&_td]:break-words [&_th]:pe-3 [&_th]:text-start">
      <thead className="text-soft">
        <tr>
          <th scope="col">{t('audit.field')}</th>
          <th scope="col">{t('audit.before')}</th>
          <th scope="col">{t('audit.after')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field}>
            <td>
              <code dir="ltr">{field}</code>
            </td>
            <td dir="auto">{wordsOf(entry.before?.[field])}</td>
            <td dir="auto">{wordsOf(entry.after?.[field])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** From where, and by what. */
function Origin({ entry }: { entry: AuditEntryView }) {
  const rows: [string, string | null][] = [
    [t('audit.address'), entry.address],
    [t('audit.session'), entry.sessionId],
    [t('audit.token'), entry.tokenId],
  ];
  return (
    <dl className="m-0 grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-[13px]">
      {rows.map(([name, value]) =>
        value === null ? null : (
          <div key={name} className="contents">
            <dt className="text-soft">{name}</dt>
            <dd className="m-0 min-w-0 break-all">
              <code dir="ltr">{value}</code>
            </dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** One entry: a sentence and its time; its details when it is opened. */
export function EntryRow({ entry, names }: { entry: AuditEntryView; names: Names }) {
  useTimes();
  const [open, setOpen] = useState(false);
  const time = Date.parse(entry.at);
  return (
    <li className="py-1">
      <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="min-h-11 cursor-pointer rounded-lg px-2 py-2 hover:bg-hover">
          <span dir="auto" className="text-[14px] break-words">
            {sentenceOfEntry(entry, names)}
          </span>
          <time dateTime={entry.at} title={formatFull(time)} className="tabular ms-2 text-[12px] text-soft">
            {formatDay(time)} {formatClock(time)}
          </time>
        </summary>
        {open && (
          <div className="overflow-x-auto px-2 pt-1 pb-3">
            <Changes entry={entry} />
            <Origin entry={entry} />
            <p className="tabular m-0 mt-2 text-[12px] text-soft">
              {t('audit.number', { number: entry.number })} · {formatFull(time)}
            </p>
          </div>
        )}
      </details>
    </li>
  );
}
