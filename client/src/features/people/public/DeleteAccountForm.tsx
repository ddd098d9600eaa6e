import type { ErasedMessages } from '@parley/shared/erasure';
import { useState, type SyntheticEvent } from 'react';
import { fieldsOf, sentenceOf } from '../../../platform/api';
import { Button } from '../../../ui/Button';
import { Failure } from '../../../ui/Failure';
import { Field, type FieldProps } from '../../../ui/Field';
import { t } from '../text/text';

interface DeleteAccountFormProps {
  /** What the button says that opens it. */
  open: string;
  lead: string;
  /** What is typed so that nobody is deleted by a wrong click. */
  confirm: Pick<FieldProps, 'label' | 'type' | 'autoComplete' | 'dir'> & { field: string };
  onDelete: (typed: string, messages: ErasedMessages) => Promise<unknown>;
}

const choices = [
  ['keep', t('people.deleteKeep')],
  ['remove', t('people.deleteRemove')],
] as const;

/** Deletes an account for good: what becomes of its messages is chosen, and something is typed. */
export function DeleteAccountForm({ open, lead, confirm, onDelete }: DeleteAccountFormProps) {
  const { field, ...input } = confirm;
  const [isOpen, setIsOpen] = useState(false);
  const [messages, setMessages] = useState<ErasedMessages>('keep');
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  if (!isOpen)
    return (
      <Button kind="danger" onClick={() => setIsOpen(true)}>
        {open}
      </Button>
    );
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    onDelete(typed, messages).catch((error: unknown) => {
      setFailure(error);
      setBusy(false);
    });
  };
  const fields = fieldsOf(failure);
  return (
    <form onSubmit={submit} className="rounded-lg border border-danger p-3">
      <p className="mt-0 mb-3 text-[14px]">{lead}</p>
      <fieldset className="m-0 mb-3 border-0 p-0">
        {choices.map(([choice, says]) => (
          <label key={choice} className="mb-1.5 flex items-start gap-2.5 text-[14px]">
            <input
              type="radio"
              name="messages"
              checked={messages === choice}
              onChange={() => setMessages(choice)}
              className="mt-0.5 size-4 accent-[var(--accent-solid)]"
            />
            {says}
          </label>
        ))}
      </fieldset>
      <Field
        {...input}
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        error={fields[field]}
      />
      <Failure>{failure !== undefined && Object.keys(fields).length === 0 && sentenceOf(failure)}</Failure>
      <div className="flex gap-2">
        <Button type="submit" kind="danger" disabled={busy || typed.trim() === ''}>
          {t('people.deleteSure')}
        </Button>
        <Button kind="quiet" onClick={() => setIsOpen(false)}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}
