import type { UsageView } from '@parley/shared/overview/overview';
import { formatBytes } from '../exports/public/bytes';
import { t } from './text/text';

type Kind = UsageView['kinds'][number]['kind'];

const kinds: Record<Kind, string> = {
  image: t('usage.images'),
  video: t('usage.videos'),
  audio: t('usage.audio'),
  document: t('usage.documents'),
};

interface Row {
  key: string;
  name: string;
  /** Nobody’s words: not isolated, and written softly. */
  generic?: boolean;
  bytes: number;
  files: number;
}

/** Rows with a bar each, as long as its share of the longest. */
function Bars({ title, rows }: { title: string; rows: Row[] }) {
  const most = Math.max(1, ...rows.map(({ bytes }) => bytes));
  return (
    <div className="min-w-0">
      <h3 className="m-0 mb-2 text-[13px] font-semibold">{title}</h3>
      <ul className="m-0 flex list-none flex-col gap-2.5 p-0">
        {rows.map(({ key, name, generic, bytes, files }) => (
          <li key={key} className="text-[14px]">
            <span className="flex items-baseline gap-3">
              <span className={`min-w-0 flex-1 truncate ${generic ? 'text-soft' : ''}`}>
                <bdi>{name}</bdi>
              </span>
              <span className="tabular shrink-0 text-[13px] text-soft">
                {t('usage.amount', { size: formatBytes(bytes), files })}
              </span>
            </span>
            <span aria-hidden="true" className="mt-1 block h-1.5 rounded-full bg-hover">
              <span
                style={{ width: `${(100 * bytes) / most}%` }}
                className="block h-full min-w-[3px] rounded-full bg-solid"
              />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What files take up, by kind and by room. */
export function Usage({ usage }: { usage: UsageView }) {
  const rooms: Row[] = usage.rooms.map(({ roomId, name, ...amount }) => ({
    key: roomId,
    name: name === null ? t('usage.privateRoom') : `# ${name}`,
    generic: name === null,
    ...amount,
  }));
  if (usage.direct.files > 0)
    rooms.push({ key: 'direct', name: t('usage.direct'), generic: true, ...usage.direct });
  if (usage.files === 0) return <p className="m-0 text-[14px] text-soft">{t('usage.none')}</p>;
  return (
    <>
      <p className="mt-0 mb-4 text-[14px]">
        {t('usage.total', { size: formatBytes(usage.bytes), files: usage.files })}
      </p>
      <div className="grid gap-x-8 gap-y-5 min-[820px]:grid-cols-2">
        <Bars
          title={t('usage.byKind')}
          rows={usage.kinds.map(({ kind, ...amount }) => ({ key: kind, name: kinds[kind], ...amount }))}
        />
        <Bars title={t('usage.byRoom')} rows={rooms} />
      </div>
    </>
  );
}
