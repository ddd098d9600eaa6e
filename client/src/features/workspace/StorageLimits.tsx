import type { WorkspaceView } from '@parley/shared/workspace';
import { useState, type SyntheticEvent } from 'react';
import { t } from './text/text';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';

interface StorageLimitsProps {
  storage: WorkspaceView['storage'];
  fields: Record<string, string>;
  onSave: (storage: { file: number; person: number }) => void;
}

interface MegabytesProps {
  label: string;
  most: number;
  value: string;
  onType: (value: string) => void;
  error: string | undefined;
}

const Megabytes = ({ label, most, value, onType, error }: MegabytesProps) => (
  <Field
    label={label}
    type="number"
    inputMode="numeric"
    min={1}
    max={most}
    required
    value={value}
    onChange={(event) => onType(event.target.value)}
    error={error}
    hint={t('workspace.atMost', { most })}
  />
);

/** Limits on the size of a file and on the storage per person, within those of the configuration. */
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
        <Megabytes
          label={t('workspace.fileMost')}
          most={storage.most.file}
          value={file}
          onType={setFile}
          error={fields['storage.file']}
        />
        <Megabytes
          label={t('workspace.personMost')}
          most={storage.most.person}
          value={person}
          onType={setPerson}
          error={fields['storage.person']}
        />
      </div>
      <Button type="submit" disabled={unchanged}>
        {t('workspace.saveLimits')}
      </Button>
    </form>
  );
}
