import type { ErasedMessages } from '@parley/shared/erasure';
import { useState, type SyntheticEvent } from 'react';
import { FormFailure } from '../../../core/FormFailure';
import { fieldsOf } from '../../../platform/api';
import { Button } from '../../../ui/Button';
import { Field, type FieldProps } from '../../../ui/Field';
import { t } from '../text/text';

interface DeleteAccountFormProps {
  /** The label of the button that opens it. */
  open: string;
  lead: string;
  /** The field that confirms it: a wrong click deletes nobody. */
  confirm: Pick<FieldProps, 'label' | 'type' | 'autoComplete' | 'dir'> & { field: string };
  onDelete: (typed: string, messages: ErasedMessages) => Promise<unknown>;
}

const choices = [
  ['keep', t('people.deleteKeep')],
  ['remove', t('people.deleteRemove')],
] as const;

interface MessagesChoiceProps {
  messages: ErasedMessages;
  onChange: (messages: ErasedMessages) => void;
}

const MessagesChoice = ({ messages, onChange }: MessagesChoiceProps) => (
  <fieldset className="m-0 mb-3 border-0 p-0">
    {choices.map(([choice, label]) => (
      <label key={choice} className="mb-1.5 flex items-start gap-2.5 text-[14px]">
        <input
          type="radio"
          name="messages"
          checked={messages === choice}
          onChange={() => onChange(choice)}
          className="mt-0.5 size-4 accent-[var(--accent-solid)]"
        />
        {label}
      </label>
    ))}
  </fieldset>
);

/** Deletes an account for good, after a choice about its messages and a typed confirmation. */
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
      <MessagesChoice messages={messages} onChange={setMessages} />
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
      <FormFailure error={failure} />
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
