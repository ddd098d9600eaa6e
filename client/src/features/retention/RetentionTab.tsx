import type { RetentionPreview } from '@parley/shared/retention';
import { mayInWorkspace } from '@parley/shared/permissions';
import type { SettingSection } from '@parley/shared/settings';
import { useCallback, useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { useAppSelector } from '../../core/store';
import { useLoaded } from '../../core/useLoaded';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { SkeletonRows } from '../../ui/Skeleton';
import { Holds } from './Holds';
import { Preview } from './Preview';
import { t } from './text/text';

const roomChoices = [
  ['none', t('retention.roomsNone')],
  ['shorter', t('retention.roomsShorter')],
  ['any', t('retention.roomsAny')],
] as const;

const valueOf = ({ fields }: SettingSection, name: string): string =>
  String(fields.find((field) => field.name === name)?.value ?? '');

interface RuleProps {
  section: SettingSection;
  onSave: (days: number, rooms: string) => void;
  onPreview: (days: number) => void;
}

function Rule({ section, onSave, onPreview }: RuleProps) {
  const [days, setDays] = useState(valueOf(section, 'days'));
  const [rooms, setRooms] = useState(valueOf(section, 'rooms'));
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onSave(Number(days), rooms);
  };
  return (
    <form onSubmit={submit}>
      <Field
        label={t('retention.days')}
        type="number"
        inputMode="numeric"
        min={0}
        max={36_500}
        required
        value={days}
        onChange={(event) => setDays(event.target.value)}
        hint={t('retention.daysHint')}
      />
      <fieldset className="m-0 mb-4 border-0 p-0">
        <legend className="mb-1.5 p-0 text-[13px] font-semibold">{t('retention.rooms')}</legend>
        {roomChoices.map(([choice, label]) => (
          <label key={choice} className="mb-1.5 flex items-start gap-2.5 text-[14px]">
            <input
              type="radio"
              name="rooms"
              checked={rooms === choice}
              onChange={() => setRooms(choice)}
              className="mt-0.5 size-4 accent-[var(--accent-solid)]"
            />
            {label}
          </label>
        ))}
      </fieldset>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" kind="primary">
          {t('common.save')}
        </Button>
        <Button disabled={!(Number(days) > 0)} onClick={() => onPreview(Number(days))}>
          {t('retention.preview')}
        </Button>
      </div>
    </form>
  );
}

/** How long messages are stored, what a rule would delete, and legal holds. */
export function RetentionTab() {
  const { api } = useCore();
  const holds = useAppSelector(
    ({ session }) => session.me !== undefined && mayInWorkspace('holdData', session.me.role),
  );
  const [preview, setPreview] = useState<RetentionPreview>();
  const load = useCallback(async () => {
    const { sections } = await api.request('GET /settings');
    return sections.find(({ name }) => name === 'retention');
  }, [api]);
  const { value: section, failure, act } = useLoaded(load);
  const save = (days: number, rooms: string): void =>
    void act(
      api.request('PATCH /settings/{section}', {
        path: { section: 'retention' },
        body: {
          version: section?.version ?? 0,
          changes: [
            { field: 'days', value: days },
            { field: 'rooms', value: rooms },
          ],
        },
      }),
    );
  const count = async (days: number): Promise<void> =>
    setPreview(await act(api.request('GET /retention/preview', { query: { days } })));
  return (
    <>
      <p className="mt-0 mb-4 text-[14px] text-soft">{t('retention.lead')}</p>
      <FormFailure error={failure} />
      {!section && failure === undefined && <SkeletonRows rows={3} />}
      {section && (
        <Rule
          key={section.version}
          section={section}
          onSave={save}
          onPreview={(days) => void count(days)}
        />
      )}
      {preview && <Preview preview={preview} />}
      {holds && <Holds />}
    </>
  );
}
