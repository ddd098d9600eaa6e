import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { EmojiButton } from '../emoji/public/EmojiButton';
import { StatusEnd, type StatusLife } from './StatusEnd';
import { t } from './text/text';

export interface Status {
  text: string;
  emoji: string;
  life: StatusLife;
}

interface StatusFieldsProps {
  status: Status;
  /** When the stored status ends. */
  until: string | null;
  error: string | undefined;
  onChange: (status: Status) => void;
}

/** What one does now: an emoji, a few words, and how long they last. */
export const StatusFields = ({ status, until, error, onChange }: StatusFieldsProps) => (
  <>
    <div className="flex items-start gap-2">
      <div className="pt-[26px]">
        <EmojiButton label={t('profile.statusEmoji')} onPick={(emoji) => onChange({ ...status, emoji })}>
          <span className="text-[20px]">{status.emoji || '🙂'}</span>
        </EmojiButton>
      </div>
      <Field
        label={t('profile.status')}
        dir="auto"
        placeholder={t('profile.statusExample')}
        value={status.text}
        onChange={(event) => onChange({ ...status, text: event.target.value })}
        error={error}
        className="flex-1"
      />
      {(status.text !== '' || status.emoji !== '') && (
        <Button
          kind="quiet"
          className="mt-[26px]"
          onClick={() => onChange({ ...status, text: '', emoji: '' })}
        >
          {t('common.clear')}
        </Button>
      )}
    </div>
    <StatusEnd life={status.life} until={until} onChange={(life) => onChange({ ...status, life })} />
  </>
);
