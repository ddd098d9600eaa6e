import type { SettingChange, SettingValue } from '@parley/shared/settings';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useCore } from '../../../core/coreContext';
import { useAppSelector } from '../../../core/store';
import { useLoaded } from '../../../core/useLoaded';
import { sentenceOf } from '../../../platform/api';
import { announce } from '../../../ui/announce';
import { Button } from '../../../ui/Button';
import { Failure } from '../../../ui/Failure';
import { SkeletonRows } from '../../../ui/Skeleton';
import { formatFull } from '../../../ui/times';
import { loadHistory, undoChange } from '../commands';
import { t } from '../text/text';
import type { FieldWords } from './FieldInput';

type Words = Readonly<Record<string, FieldWords>>;

function valueText(value: SettingValue, secret: boolean, words: FieldWords | undefined): string {
  if (secret) return value === true ? t('admin.secretSet') : t('admin.secretNone');
  if (value === null) return t('admin.default');
  if (typeof value === 'boolean') return value ? t('admin.on') : t('admin.off');
  const named = (one: string): string => words?.options?.[one] ?? one;
  if (Array.isArray(value)) return value.length === 0 ? t('admin.none') : value.map(named).join(', ');
  return named(String(value));
}

function Change({ change, words, onUndo }: { change: SettingChange; words: Words; onUndo: () => void }) {
  const users = useAppSelector((state) => state.people.users.entities);
  const name = change.by === null ? undefined : users[change.by]?.displayName;
  return (
    <li className="flex items-start gap-3 py-2.5">
      <div className="min-w-0 flex-1 text-[14px]">
        {change.fields.map(({ field, before, after, secret }) => (
          <div key={field}>
            <span className="font-semibold">{words[field]?.label ?? field}</span>:{' '}
            <bdi>{valueText(before, secret, words[field])}</bdi> →{' '}
            <bdi>{valueText(after, secret, words[field])}</bdi>
          </div>
        ))}
        <div className="text-[12px] text-soft">
          <bdi>{name ?? t('admin.byNobody')}</bdi> · {formatFull(change.at)}
          {change.undone && ` · ${t('admin.undone')}`}
          {change.undoes !== null && ` · ${t('admin.undoes')}`}
        </div>
      </div>
      {!change.undone && <Button onClick={onUndo}>{t('admin.undo')}</Button>}
    </li>
  );
}

function Changes({ name, version, words, onUndone }: SettingsHistoryProps) {
  const core = useCore();
  const load = useCallback(() => loadHistory(core, name), [core, name]);
  const { value: changes, failure, act } = useLoaded(load);
  const [refused, setRefused] = useState<unknown>();
  // What was saved above is listed too.
  const seen = useRef(version);
  useEffect(() => {
    if (seen.current === version) return;
    seen.current = version;
    void act(Promise.resolve());
  });
  const undo = async ({ changeId }: SettingChange): Promise<void> => {
    setRefused(undefined);
    try {
      await undoChange(core, name, changeId);
      announce(t('admin.undone'));
      onUndone();
    } catch (error) {
      setRefused(error);
    }
    await act(Promise.resolve());
  };
  const shown = refused ?? failure;
  return (
    <>
      <Failure>{shown !== undefined && sentenceOf(shown)}</Failure>
      {!changes && failure === undefined && <SkeletonRows rows={2} />}
      {changes?.length === 0 && <p className="text-[14px] text-soft">{t('admin.noHistory')}</p>}
      <ul aria-label={t('admin.history')} className="m-0 list-none divide-y divide-line p-0">
        {changes?.map((change) => (
          <Change key={change.changeId} change={change} words={words} onUndo={() => void undo(change)} />
        ))}
      </ul>
    </>
  );
}

interface SettingsHistoryProps {
  name: string;
  /** The section's version as shown; the list is loaded again with a new one. */
  version: number;
  words: Words;
  onUndone: () => void;
}

/** Who has changed settings of a section, loaded when it is opened. */
export function SettingsHistory(props: SettingsHistoryProps) {
  const [open, setOpen] = useState(false);
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <div className="mt-3">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex items-center gap-1 rounded text-[13px] text-soft hover:text-text max-[819px]:min-h-11"
      >
        <Chevron size={15} strokeWidth={1.75} aria-hidden="true" className="rtl:-scale-x-100" />
        {t('admin.history')}
      </button>
      {open && <Changes {...props} />}
    </div>
  );
}
