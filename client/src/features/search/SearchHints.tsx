import { t } from './text/text';

const hints: [write: string, means: string][] = [
  ['from:me', t('search.hint.from')],
  ['in:#', t('search.hint.in')],
  ['has:file', t('search.hint.has')],
  ['is:mention', t('search.hint.is')],
  ['after:2026-01-31', t('search.hint.after')],
  [t('search.hint.phraseExample'), t('search.hint.phrase')],
  ['-word', t('search.hint.without')],
];

/** The filters of a search, shown while the field is empty. */
export function SearchHints({ onPick }: { onPick: (text: string) => void }) {
  return (
    <div className="px-4 py-3 text-[14px]">
      <p className="mt-0 mb-3 text-soft">{t('search.lead')}</p>
      <ul className="m-0 flex list-none flex-col p-0">
        {hints.map(([write, means]) => (
          <li key={write}>
            <button
              type="button"
              onClick={() => onPick(write)}
              className="flex min-h-9 w-full items-center gap-3 rounded-lg px-2 text-start hover:bg-hover max-[819px]:min-h-11"
            >
              <code className="shrink-0 rounded bg-code px-1.5 py-0.5 text-[13px]">{write}</code>
              <span className="text-[13px] text-soft">{means}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
