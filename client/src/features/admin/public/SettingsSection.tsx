import type { SettingSection } from '@parley/shared/settings';
import { useCallback, useState, type ReactNode } from 'react';
import { useCore } from '../../../core/coreContext';
import { useLoaded } from '../../../core/useLoaded';
import { sentenceOf } from '../../../platform/api';
import { Failure } from '../../../ui/Failure';
import { SkeletonRows } from '../../../ui/Skeleton';
import { loadSettings } from '../commands';
import type { FieldWords } from './FieldInput';
import { SectionForm } from './SectionForm';
import { SettingsHistory } from './SettingsHistory';

interface SettingsSectionProps {
  /** As the server has it. */
  name: string;
  title: string;
  words: Readonly<Record<string, FieldWords>>;
  /** What belongs to the section besides, such as a test; below its form. */
  children?: ReactNode;
}

/** A section of settings: its form, and who has changed what, with undo. */
export function SettingsSection({ name, title, words, children }: SettingsSectionProps) {
  const core = useCore();
  const load = useCallback(
    async (): Promise<SettingSection | undefined> =>
      (await loadSettings(core)).find((section) => section.name === name),
    [core, name],
  );
  const { value: loaded, failure, act } = useLoaded(load);
  const [saved, setSaved] = useState<SettingSection>();
  const section = saved && loaded && saved.version > loaded.version ? saved : loaded;
  return (
    <section aria-label={title} className="mb-8 border-b border-line pb-6 last:border-0">
      <h2 className="heading mt-0 mb-3 text-[15px]">{title}</h2>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {!section && failure === undefined && <SkeletonRows rows={2} />}
      {section && (
        <>
          <SectionForm key={section.version} section={section} words={words} onSaved={setSaved} />
          {children !== undefined && <div className="mt-3">{children}</div>}
          <SettingsHistory
            name={name}
            version={section.version}
            words={words}
            onUndone={() => void act(Promise.resolve())}
          />
        </>
      )}
    </section>
  );
}
