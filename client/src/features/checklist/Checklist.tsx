import { mayInWorkspace } from '@parley/shared/permissions';
import { Check, Circle, X } from 'lucide-react';
import { useState } from 'react';
import { useDialogs, type DialogState } from '../../app/dialogs';
import { useAppSelector } from '../../app/store';
import { t } from '../../text/later';
import { IconButton } from '../../ui/Button';
import { permitted, usePreferences } from '../notifications/preferences';
import { wasChecked } from './checked';
import { isReachable } from '../people/people.state';

const KEY = 'parley.checklist';

interface Step {
  name: string;
  done: boolean;
  dialog: DialogState;
}

/** What is worth doing first, until it is done or one has seen enough of it. */
export function Checklist() {
  const { show } = useDialogs();
  const [hidden, setHidden] = useState(() => localStorage.getItem(KEY) === 'hidden');
  const { on } = usePreferences();
  const me = useAppSelector((state) => state.session.me);
  const named = useAppSelector((state) => state.session.workspaceName !== 'Parley');
  const company = useAppSelector(
    (state) => Object.values(state.people.users.entities).filter(isReachable).length > 1,
  );
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
  return (
    <section
      aria-label={t('checklist.title')}
      className="mx-3 mb-3 shrink-0 rounded-xl border border-line bg-page p-2"
    >
      <div className="flex items-center justify-between ps-1.5">
        <h2 className="heading m-0 text-[13px]">{t('checklist.title')}</h2>
        <IconButton label={t('checklist.dismiss')} onClick={hide} className="!size-7 max-[819px]:!size-11">
          <X size={15} strokeWidth={1.75} />
        </IconButton>
      </div>
      <ul className="m-0 list-none p-0">
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
    </section>
  );
}
