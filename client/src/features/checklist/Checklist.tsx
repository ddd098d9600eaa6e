import { mayInWorkspace } from '@parley/shared/permissions';
import { Check, ChevronDown, ChevronUp, Circle, X } from 'lucide-react';
import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { useDialogs, type DialogState } from '../../core/dialogs';
import { allowedInWorkspace } from '../../core/rooms/workspaceRights';
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

/** The steps for this person; undefined without a session. */
function useSteps(): Step[] | undefined {
  // Steps are done in dialogs: what one has stored in the browser, or permitted, is read again when it closes.
  useDialogs();
  const { on } = usePreferences();
  const me = useAppSelector((state) => state.session.me);
  const mayInvite = useAppSelector((state) => allowedInWorkspace(state, 'invite'));
  const named = useAppSelector((state) => state.session.workspaceName !== 'Parley');
  const company = useAppSelector(
    (state) => Object.values(state.people.users.entities).filter(isReachable).length > 1,
  );
  if (!me) return undefined;
  const general: DialogState = { kind: 'workspace', tab: 'general' };
  const workspaceSteps: Step[] = [
    { name: t('checklist.name'), done: named, dialog: general },
    { name: t('checklist.reach'), done: wasChecked(), dialog: general },
  ];
  const inviting: Step = {
    name: t('checklist.invite'),
    done: company,
    dialog: { kind: 'workspace', tab: 'invitations' },
  };
  return [
    ...(mayInWorkspace('changeWorkspace', me.role) ? workspaceSteps : []),
    ...(mayInvite ? [inviting] : []),
    {
      name: t('checklist.notify'),
      done: on && permitted(),
      dialog: { kind: 'settings', tab: 'notifications' },
    },
    { name: t('checklist.picture'), done: me.picture !== null, dialog: { kind: 'settings', tab: 'profile' } },
  ];
}

/** Whether the card is folded, as chosen, or by the room there is: open, it must not cover the list above it. */
function useFolded(card: RefObject<HTMLElement | null>): { folded: boolean; fold: () => void } {
  const [folded, setFolded] = useState(() => localStorage.getItem(FOLDED_KEY) === 'true');
  // A layout effect: it measures before the first paint.
  useLayoutEffect(() => {
    const list = card.current?.previousElementSibling;
    if (list && localStorage.getItem(FOLDED_KEY) === null && list.scrollHeight > list.clientHeight)
      setFolded(true);
  }, [card]);
  const fold = (): void => {
    localStorage.setItem(FOLDED_KEY, String(!folded));
    setFolded(!folded);
  };
  return { folded, fold };
}

interface CardHeaderProps {
  done: number;
  all: number;
  folded: boolean;
  onFold: () => void;
  onHide: () => void;
}

function CardHeader({ done, all, folded, onFold, onHide }: CardHeaderProps) {
  const Chevron = folded ? ChevronUp : ChevronDown;
  return (
    <div className="flex items-center gap-0.5">
      <button
        type="button"
        aria-expanded={!folded}
        onClick={onFold}
        className="flex h-8 min-w-0 flex-1 items-center gap-1.5 rounded-lg px-2 text-start text-[13px] hover:bg-hover max-[819px]:h-11"
      >
        <h2 className="heading m-0 truncate text-[13px]">{t('checklist.title')}</h2>
        <span className="tabular shrink-0 text-soft">· {t('checklist.progress', { done, all })}</span>
        <Chevron size={15} strokeWidth={1.75} className="ms-auto shrink-0 text-soft" aria-hidden="true" />
      </button>
      <IconButton label={t('checklist.dismiss')} onClick={onHide} className="!size-8 max-[819px]:!size-11">
        <X size={15} strokeWidth={1.75} />
      </IconButton>
    </div>
  );
}

/** The first steps for a workspace, until they are done or hidden. */
export default function Checklist() {
  const card = useRef<HTMLElement>(null);
  const { folded, fold } = useFolded(card);
  const [hidden, setHidden] = useState(() => localStorage.getItem(KEY) === 'hidden');
  const steps = useSteps();
  const done = steps?.filter((step) => step.done).length ?? 0;
  if (!steps || hidden || done === steps.length) return null;
  const hide = (): void => {
    localStorage.setItem(KEY, 'hidden');
    setHidden(true);
  };
  return (
    <section
      ref={card}
      aria-label={t('checklist.title')}
      className="mx-3 mb-3 shrink-0 rounded-xl border border-line bg-page p-1"
    >
      <CardHeader done={done} all={steps.length} folded={folded} onFold={fold} onHide={hide} />
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
