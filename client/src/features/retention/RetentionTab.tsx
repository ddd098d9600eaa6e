import type { RetentionPreview } from '@parley/shared/retention';
import type { SettingSection } from '@parley/shared/settings';
import { useCallback, useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { useLoaded } from '../../core/useLoaded';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Lead } from '../../ui/PageText';
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

interface RuleValues {
  days: number;
  rooms: (typeof roomChoices)[number][0];
}

interface RuleProps {
  section: SettingSection;
  preview: RetentionPreview | undefined;
  onSave: (rule: RuleValues) => void;
  /** Undefined when the fields have changed. */
  onPreview: (rule: RuleValues | undefined) => void;
}

/** The rule of the workspace: first it is counted what it would delete, then it is saved. */
function Rule({ section, preview, onSave, onPreview }: RuleProps) {
  const [days, setDays] = useState(valueOf(section, 'days'));
  const [rooms, setRooms] = useState(valueOf(section, 'rooms') as RuleValues['rooms']);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const rule = { days: Number(days), rooms };
    if (preview || rule.days === 0) onSave(rule);
    else onPreview(rule);
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
        onChange={(event) => {
          setDays(event.target.value);
          onPreview(undefined);
        }}
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
              onChange={() => {
                setRooms(choice);
                onPreview(undefined);
              }}
              className="mt-0.5 size-4 accent-[var(--accent-solid)]"
            />
            {label}
          </label>
        ))}
      </fieldset>
      {preview && <Preview preview={preview} />}
      <Button type="submit" kind="primary">
        {preview ? t('retention.apply') : Number(days) > 0 ? t('retention.preview') : t('common.save')}
      </Button>
    </form>
  );
}

/** How long messages are stored, what a rule would delete, and legal holds. */
export function RetentionTab() {
  const { api } = useCore();
  const [preview, setPreview] = useState<RetentionPreview>();
  const load = useCallback(async () => {
    const { sections } = await api.request('GET /settings');
    return sections.find(({ name }) => name === 'retention');
  }, [api]);
  const { value: section, failure, act } = useLoaded(load);
  const save = async ({ days, rooms }: RuleValues): Promise<void> => {
    const changes = [
      { field: 'days', value: days },
      { field: 'rooms', value: rooms },
    ];
    const body = { version: section?.version ?? 0, changes };
    await act(api.request('PATCH /settings/{section}', { path: { section: 'retention' }, body }));
    setPreview(undefined);
  };
  const count = async (rule: RuleValues | undefined): Promise<void> => {
    setPreview(undefined);
    if (rule) setPreview(await act(api.request('GET /retention/preview', { query: rule })));
  };
  return (
    <>
      <Lead>{t('retention.lead')}</Lead>
      <FormFailure error={failure} />
      {!section && failure === undefined && <SkeletonRows rows={3} />}
      {section && (
        <Rule
          key={section.version}
          section={section}
          preview={preview}
          onSave={(rule) => void save(rule)}
          onPreview={(rule) => void count(rule)}
        />
      )}
      <Holds />
    </>
  );
}
