import type { SettingField, SettingSection, SettingValue } from '@parley/shared/settings';
import { useState, type SyntheticEvent } from 'react';
import { useCore } from '../../../core/coreContext';
import { FormFailure } from '../../../core/FormFailure';
import { fieldsOf } from '../../../platform/api';
import { announce } from '../../../ui/announce';
import { Button } from '../../../ui/Button';
import { t } from '../text/text';
import { changeSettings } from '../commands';
import { FieldInput, type FieldWords } from './FieldInput';

interface SectionFormProps {
  section: SettingSection;
  /** What each field is called, by its name; fields without words are not shown. */
  words: Readonly<Record<string, FieldWords>>;
  onSaved: (section: SettingSection) => void;
}

type Draft = Readonly<Record<string, SettingValue>>;

const sameValue = (a: SettingValue, b: SettingValue): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What has been entered and differs from what is stored. A secret that was not typed stays. */
const changesOf = (fields: readonly SettingField[], draft: Draft) =>
  fields.flatMap(({ name, value }) => {
    const entered = draft[name];
    return entered === undefined || sameValue(entered, value) ? [] : [{ field: name, value: entered }];
  });

/** The fault of a field, or of one entry of its list. */
const faultOf = (errors: Record<string, string>, name: string): string | undefined =>
  errors[name] ?? Object.entries(errors).find(([at]) => at.startsWith(`${name}.`))?.[1];

/** A section of settings as a form, made from what the server says of its fields. */
export function SectionForm({ section, words, onSaved }: SectionFormProps) {
  const core = useCore();
  const [draft, setDraft] = useState<Draft>({});
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const changes = changesOf(section.fields, draft);
  const errors = fieldsOf(failure);
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      onSaved(await changeSettings(core, section.name, { version: section.version, changes }));
      setDraft({});
      announce(t('common.saved'));
    } catch (error) {
      setFailure(error);
    }
    setBusy(false);
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      {section.fields.map((field) => {
        const own = words[field.name];
        if (!own) return null;
        return (
          <FieldInput
            key={field.name}
            field={field}
            words={own}
            value={draft[field.name] === undefined ? field.value : (draft[field.name] ?? null)}
            touched={draft[field.name] !== undefined}
            error={faultOf(errors, field.name)}
            onChange={(value) => setDraft({ ...draft, [field.name]: value })}
          />
        );
      })}
      <FormFailure error={failure} />
      <Button type="submit" kind="primary" disabled={changes.length === 0 || busy}>
        {t('common.save')}
      </Button>
    </form>
  );
}
