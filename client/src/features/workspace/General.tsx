import type { RegistrationMode, WorkspaceView } from '@parley/shared/workspace';
import { useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { fieldsOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { OneFieldForm } from '../../ui/OneFieldForm';
import { PictureButtons } from '../../ui/PictureButtons';
import { t } from './text/text';
import { Checks } from './Checks';
import { DirectoryChoice } from './DirectoryChoice';
import { StorageLimits } from './StorageLimits';
import {
  loadWorkspace,
  removeWorkspacePicture,
  setWorkspacePicture,
  updateWorkspace,
} from './public/commands';
import { WorkspaceSign } from './public/WorkspaceSign';

const modes: { value: RegistrationMode; name: string; means: string }[] = [
  { value: 'open', name: t('registration.open'), means: t('registration.openMeans') },
  { value: 'invitation', name: t('registration.invitation'), means: t('registration.invitationMeans') },
  { value: 'closed', name: t('registration.closed'), means: t('registration.closedMeans') },
];

interface RegistrationChoiceProps {
  value: RegistrationMode | undefined;
  onChange: (mode: RegistrationMode) => void;
}

/** Who can create an account. */
const RegistrationChoice = ({ value: chosen, onChange }: RegistrationChoiceProps) => (
  <fieldset className="m-0 border-0 p-0">
    <legend className="mb-2 p-0 text-[13px] font-semibold">{t('workspace.whoMay')}</legend>
    {modes.map(({ value, name: label, means }) => (
      <label key={value} className="flex cursor-pointer items-start gap-2.5 py-1.5 text-[14px]">
        <input
          type="radio"
          name="registration"
          checked={chosen === value}
          onChange={() => onChange(value)}
          className="mt-0.5 size-4 accent-[var(--accent-solid)]"
        />
        <span>
          {label}
          <span className="block text-[13px] text-soft">{means}</span>
        </span>
      </label>
    ))}
  </fieldset>
);

/** May people change their user names? */
const RenamingChoice = ({ value, onChange }: { value: boolean; onChange: (renaming: boolean) => void }) => (
  <label className="mt-4 flex cursor-pointer items-start gap-2.5 py-1.5 text-[14px]">
    <input
      type="checkbox"
      checked={value}
      onChange={(event) => onChange(event.target.checked)}
      className="mt-0.5 size-4 accent-[var(--accent-solid)]"
    />
    <span>
      {t('workspace.renaming')}
      <span className="block text-[13px] text-soft">{t('workspace.renamingMeans')}</span>
    </span>
  </label>
);

interface WorkspacePictureProps {
  picture: WorkspaceView['picture'];
  onChoose: (file: File) => void;
  onRemove: () => void;
}

const WorkspacePicture = ({ picture, onChoose, onRemove }: WorkspacePictureProps) => (
  <div className="mb-4 flex items-center gap-3">
    <WorkspaceSign picture={picture} large />
    <PictureButtons has={picture !== null} onChoose={onChoose} onRemove={onRemove} />
  </div>
);

/** Name and picture of the workspace, and who may register. */
export function General() {
  const core = useCore();
  const [workspace, setWorkspace] = useState<WorkspaceView>();
  const [name, setName] = useState('');
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    loadWorkspace(core).then((loaded) => {
      setWorkspace(loaded);
      setName(loaded.name);
    }, setFailure);
  }, [core]);
  const saving = (work: Promise<WorkspaceView>): void => {
    setFailure(undefined);
    work.then((saved) => {
      setWorkspace(saved);
      announce(t('common.saved'));
    }, setFailure);
  };
  const save = (input: Parameters<typeof updateWorkspace>[1]): void => saving(updateWorkspace(core, input));
  const fields = fieldsOf(failure);
  return (
    <>
      {workspace && (
        <WorkspacePicture
          picture={workspace.picture}
          onChoose={(file) => saving(setWorkspacePicture(core, file))}
          onRemove={() => saving(removeWorkspacePicture(core))}
        />
      )}
      <OneFieldForm
        label={t('workspace.name')}
        dir="auto"
        value={name}
        onType={setName}
        error={fields['name']}
        button={t('workspace.rename')}
        still={name === workspace?.name}
        onSend={() => save({ name })}
        className="mb-4"
      />
      <RegistrationChoice
        value={workspace?.registration}
        onChange={(registration) => save({ registration })}
      />
      <RenamingChoice value={workspace?.renaming ?? true} onChange={(renaming) => save({ renaming })} />
      <DirectoryChoice value={workspace?.directory} onChange={(directory) => save({ directory })} />
      {workspace && (
        <StorageLimits
          key={JSON.stringify(workspace.storage)}
          storage={workspace.storage}
          fields={fields}
          onSave={(storage) => save({ storage })}
        />
      )}
      {workspace && <Checks mail={workspace.mail} />}
      <FormFailure error={failure} />
    </>
  );
}
