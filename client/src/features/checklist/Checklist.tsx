import { mayInWorkspace } from '@parley/shared/permissions';
import { Check, ChevronDown, ChevronUp, Circle, X } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { useDialogs, type DialogState } from '../../core/dialogs';
import { useAppSelector } from '../../core/store';
import { base } from '../../platform/base';
import { t } from './text/text';
import { IconButton } from '../../ui/Button';
import { permitted, usePreferences } from '../notifications/public/preferences';
import { wasChecked } from './public/checked';
import { isReachable } from '../../core/state/people';

const KEY = `parley${base}.checklist`;
const FOLDED_KEY = 'parley.checklist.folded';

interface Step {
  name: string;
  done: boolean;
  dialog: DialogState;
}

/** What is worth doing first, until it is done or one has seen enough of it. */
export function Checklist() {
  const card = useRef<HTMLElement>(null);
  const [folded, setFolded] = useState(() => localStorage.getItem(FOLDED_KEY) === 'true');
  const [hidden, setHidden] = useState(() => localStorage.getItem(KEY) === 'hidden');
  const { on } = usePreferences();
  const me = useAppSelector((state) => state.session.me);
  const named = useAppSelector((state) => state.session.workspaceName !== 'Parley');
  const company = useAppSelector(
    (state) => Object.values(state.people.users.entities).filter(isReachable).length > 1,
  );
  // Before anything is drawn: until somebody has chosen, it is open only where it takes no room from the list above it.
  useLayoutEffect(() => {
    const list = card.current?.previousElementSibling;
    if (list && localStorage.getItem(FOLDED_KEY) === null && list.scrollHeight > list.clientHeight)
      setFolded(true);
  }, []);
  if (!me || hidden) return null;
  const steps: Step[] = [
    ...(mayInWorkspace('changeWorkspace', me.role)
      ? [
          { name: t('checklist.name'), done: named, dialog: { kind: 'workspace', tab: 'general' } as const },
          {
            name: t('checklist.reach'),
            done: wasChecked(),
            dialog: { kind: 'workspace', tab: 'general' } as const,
          },
        ]
      : []),
    ...(mayInWorkspace('invite', me.role)
      ? [
          {
            name: t('checklist.invite'),
            done: company,
            dialog: { kind: 'workspace', tab: 'invitations' } as const,
          },
        ]
      : []),
    {
      name: t('checklist.notify'),
      done: on && permitted(),
      dialog: { kind: 'settings', tab: 'notifications' },
    },
    { name: t('checklist.picture'), done: me.picture !== null, dialog: { kind: 'settings', tab: 'profile' } },
  ];
  if (steps.every(({ done }) => done)) return null;
  const hide = (): void => {
    localStorage.setItem(KEY, 'hidden');
    setHidden(true);
  };
  const done = steps.filter((step) => step.done).length;
  const fold = (): void => {
    localStorage.setItem(FOLDED_KEY, String(!folded));
    setFolded(!folded);
  };
  const Chevron = folded ? ChevronUp : ChevronDown;
  return (
    <section
      ref={card}
      aria-label={t('checklist.title')}
      className="mx-3 mb-3 shrink-0 rounded-xl border border-line bg-page p-1"
    >
      <div className="flex items-center gap-0.5">
        <button
          type="button"
          aria-expanded={!folded}
          onClick={fold}
          className="flex h-8 min-w-0 flex-1 items-center gap-1.5 rounded-lg px-2 text-start text-[13px] hover:bg-hover max-[819px]:h-11"
        >
          <h2 className="heading m-0 truncate text-[13px]">{t('checklist.title')}</h2>
          <span className="tabular shrink-0 text-soft">
            · {t('checklist.progress', { done, all: steps.length })}
          </span>
          <Chevron size={15} strokeWidth={1.75} className="ms-auto shrink-0 text-soft" aria-hidden="true" />
        </button>
        <IconButton label={t('checklist.dismiss')} onClick={hide} className="!size-8 max-[819px]:!size-11">
          <X size={15} strokeWidth={1.75} />
        </IconButton>
      </div>
      {!folded && <StepList steps={steps} />}
    </section>
  );
}

const StepList = ({ steps }: { steps: Step[] }) => {
  const { show } = useDialogs();
  return (
    <ul className="m-0 list-none p-1 pt-0">
      {steps.map(({ name, done, dialog }) => (
        <li key={name}>
          <button
            type="button"
            onClick={() => show(dialog)}
            className="flex min-h-8 w-full items-center gap-2 rounded-lg px-1.5 text-start text-[13px] hover:bg-hover max-[819px]:min-h-11"
          >
            {done ? (
              <Check
                size={15}
                strokeWidth={2}
                className="shrink-0 text-accent"
                aria-label={t('checklist.done')}
              />
            ) : (
              <Circle size={15} strokeWidth={1.75} className="shrink-0 text-faint" aria-hidden="true" />
            )}
            <span className={done ? 'text-soft line-through' : ''}>{name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
};
