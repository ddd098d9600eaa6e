import type { WorkspaceView } from '@parley/shared/workspace';
import { useState, type SyntheticEvent } from 'react';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';

interface StorageLimitsProps {
  storage: WorkspaceView['storage'];
  fields: Record<string, string>;
  onSave: (storage: { file: number; person: number }) => void;
}

/** How large a file may be, and how much one person may store, within what the server is configured for. */
export function StorageLimits({ storage, fields, onSave }: StorageLimitsProps) {
  const [file, setFile] = useState(String(storage.file));
  const [person, setPerson] = useState(String(storage.person));
  const unchanged = Number(file) === storage.file && Number(person) === storage.person;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onSave({ file: Number(file), person: Number(person) });
  };
  return (
    <form onSubmit={submit} className="mt-5 border-t border-line pt-4">
      <div className="grid grid-cols-2 gap-3 max-[479px]:grid-cols-1 max-[479px]:gap-0">
        <Field
          label={t('workspace.fileMost')}
          type="number"
          inputMode="numeric"
          min={1}
          max={storage.most.file}
          required
          value={file}
          onChange={(event) => setFile(event.target.value)}
          error={fields['storage.file']}
          hint={t('workspace.atMost', { most: storage.most.file })}
        />
        <Field
          label={t('workspace.personMost')}
          type="number"
          inputMode="numeric"
          min={1}
          max={storage.most.person}
          required
          value={person}
          onChange={(event) => setPerson(event.target.value)}
          error={fields['storage.person']}
          hint={t('workspace.atMost', { most: storage.most.person })}
        />
      </div>
      <Button type="submit" disabled={unchanged}>
        {t('workspace.saveLimits')}
      </Button>
    </form>
  );
}
