import { wordLimits, type WordEntry } from '@parley/shared/moderation/wordFilter';
import { X } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useLoaded } from '../../core/useLoaded';
import { sentenceOf } from '../../platform/api';
import { IconButton } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { OneFieldForm } from '../../ui/OneFieldForm';
import { Lead } from '../../ui/PageText';
import { Choice } from './fields';
import { t } from './text/text';

type Action = WordEntry['action'];
const actions: readonly { value: Action; name: string }[] = [
  { value: 'deny', name: t('moderation.deny') },
  { value: 'hold', name: t('moderation.hold') },
  { value: 'replace', name: t('moderation.replace') },
];

/** The words that are denied, held or replaced. */
export function WordFilter() {
  const { api } = useCore();
  const { value, failure, act } = useLoaded(useCallback(() => api.request('GET /moderation/words'), [api]));
  const [phrase, setPhrase] = useState('');
  const [action, setAction] = useState<Action>('deny');
  const save = (entries: WordEntry[]): Promise<unknown> =>
    act(api.request('PUT /moderation/words', { body: { version: value?.version ?? 0, entries } }));
  const add = (): void => {
    const entries = [...(value?.entries ?? []), { phrase: phrase.trim(), action }];
    void save(entries).then((saved) => saved !== undefined && setPhrase(''));
  };
  return (
    <>
      <Lead>{t('moderation.wordsLead')}</Lead>
      <Choice label={t('moderation.wordAction')} value={action} options={actions} onChange={setAction} />
      <OneFieldForm
        label={t('moderation.newWord')}
        dir="auto"
        value={phrase}
        maxLength={wordLimits.phrase}
        onType={setPhrase}
        button={t('moderation.addWord')}
        onSend={add}
      />
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      <ul aria-label={t('moderation.words')} className="m-0 mt-3 list-none divide-y divide-line p-0">
        {value?.entries.map((entry, i) => (
          <li key={`${entry.phrase} ${entry.action}`} className="flex items-center gap-3 py-1 text-[14px]">
            <bdi className="min-w-0 flex-1 [overflow-wrap:anywhere]">{entry.phrase}</bdi>
            <span className="text-soft">{actions.find((one) => one.value === entry.action)?.name}</span>
            <IconButton
              label={t('moderation.removeWord', { word: entry.phrase })}
              onClick={() => void save(value.entries.toSpliced(i, 1))}
            >
              <X size={16} />
            </IconButton>
          </li>
        ))}
      </ul>
    </>
  );
}
