import { pollLimits } from '@parley/shared/polls/limits';
import { Plus, X } from 'lucide-react';
import { useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { fieldsOf, sentenceOf } from '../../platform/api';
import { newId } from '../../platform/newId';
import { t } from './text/text';
import { Button, IconButton } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Failure } from '../../ui/Failure';
import { Field } from '../../ui/Field';
import { closesAtOf, type Closing } from './closing';
import { ClosingField } from './ClosingField';
import { createPoll } from './polls.commands';

interface OptionsProps {
  options: string[];
  errors: Record<string, string>;
  onChange: (options: string[]) => void;
}

function Options({ options, errors, onChange }: OptionsProps) {
  return (
    <fieldset className="m-0 mb-4 border-0 p-0">
      <legend className="mb-1.5 p-0 text-[13px] font-semibold">{t('polls.options')}</legend>
      {options.map((text, i) => (
        <div key={i} className="mb-2 flex items-center gap-1">
          <input
            aria-label={t('polls.option', { number: i + 1 })}
            aria-invalid={errors[`options.${i}`] !== undefined}
            placeholder={t('polls.option', { number: i + 1 })}
            dir="auto"
            value={text}
            maxLength={pollLimits.text}
            onChange={(event) => onChange(options.with(i, event.target.value))}
            className="h-[42px] min-w-0 flex-1 rounded-lg border border-strong bg-page px-3 text-[15px] outline-none focus:border-accent focus:ring-3 focus:ring-tint max-[819px]:text-[16px]"
          />
          {options.length > 2 && (
            <IconButton
              label={t('polls.removeOption', { number: i + 1 })}
              onClick={() => onChange(options.toSpliced(i, 1))}
            >
              <X size={16} />
            </IconButton>
          )}
        </div>
      ))}
      {options.length < pollLimits.options && (
        <Button kind="quiet" onClick={() => onChange([...options, ''])}>
          <Plus size={16} aria-hidden="true" /> {t('polls.addOption')}
        </Button>
      )}
    </fieldset>
  );
}

function Choice({
  label,
  checked,
  onChange,
}: {
  label: string;
  checked: boolean;
  onChange: (on: boolean) => void;
}) {
  return (
    <label className="mb-2 flex min-h-7 items-center gap-2.5 text-[14px] max-[819px]:min-h-11">
      <input
        type="checkbox"
        className="size-4 accent-[var(--accent-solid)]"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}

const filled = (options: string[]): string[] =>
  options.map((text) => text.trim()).filter((text) => text !== '');

type NewPoll = Parameters<typeof createPoll>[2];

/** Posts a poll once: a retry after a lost answer posts no second one. */
function usePosting(roomId: string, onPosted: () => void) {
  const core = useCore();
  const [clientId] = useState(newId);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const post = (poll: Omit<NewPoll, 'clientId'>): void => {
    setBusy(true);
    createPoll(core, roomId, { clientId, ...poll }).then(onPosted, (error: unknown) => {
      setBusy(false);
      setFailure(error);
    });
  };
  return { busy, failure, post };
}

export function CreatePollDialog({ roomId, onClose }: { roomId: string; onClose: () => void }) {
  const { busy, failure, post } = usePosting(roomId, onClose);
  const [question, setQuestion] = useState('');
  const [options, setOptions] = useState(['', '']);
  const [multiple, setMultiple] = useState(false);
  const [anonymous, setAnonymous] = useState(false);
  const [closing, setClosing] = useState<Closing>('never');
  const [time, setTime] = useState('');
  const fields = fieldsOf(failure);
  const closesAt = closesAtOf(closing, time, Date.now());
  const ready = question.trim() !== '' && filled(options).length >= 2 && closesAt !== undefined;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (closesAt === undefined) return;
    const entered = filled(options);
    setOptions(entered);
    post({ question: question.trim(), options: entered, multiple, anonymous, closesAt });
  };
  return (
    <Dialog open onClose={onClose} title={t('polls.create')}>
      <form onSubmit={submit}>
        <Field
          label={t('polls.question')}
          autoFocus
          required
          dir="auto"
          placeholder={t('polls.questionHint')}
          value={question}
          maxLength={pollLimits.text}
          onChange={(event) => setQuestion(event.target.value)}
          error={fields['question']}
        />
        <Options options={options} errors={fields} onChange={setOptions} />
        <Choice label={t('polls.allowSeveral')} checked={multiple} onChange={setMultiple} />
        <Choice label={t('polls.hideVoters')} checked={anonymous} onChange={setAnonymous} />
        <ClosingField
          closing={closing}
          time={time}
          error={fields['closesAt']}
          onClosing={setClosing}
          onTime={setTime}
        />
        <Failure>{failure !== undefined && (fields['options'] ?? sentenceOf(failure))}</Failure>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" kind="primary" disabled={!ready || busy}>
            {t('polls.createNow')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
