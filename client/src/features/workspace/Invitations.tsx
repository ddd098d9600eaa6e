import type { InviteView } from '@parley/shared/workspace';
import { Copy, QrCode, Trash2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import { renderSVG } from 'uqr';
import { useCore } from '../../core/coreContext';
import { useLoaded } from '../../core/useLoaded';
import { sentenceOf } from '../../platform/api';
import { Button, IconButton } from '../../ui/Button';
import { copyText } from '../../ui/copyText';
import { Failure } from '../../ui/Failure';
import { Empty, Lead } from '../../ui/PageText';
import { formatDay } from '../../ui/times';
import { MailInvite } from './MailInvite';
import { createInvite, invitationLink, loadInvites, loadWorkspace, revokeInvite } from './public/commands';
import { SkeletonRows } from '../../ui/Skeleton';
import { t } from './text/text';

const lives = [
  { hours: 24, name: t('period.day') },
  { hours: 168, name: t('period.week') },
  { hours: 720, name: t('period.month') },
  { hours: 0, name: t('period.forEver') },
];
const counts = [
  { uses: 1, name: t('invites.one') },
  { uses: 10, name: t('invites.ten') },
  { uses: 0, name: t('invites.any') },
];

function describe({ expiresAt, left, uses }: InviteView): string {
  const end =
    expiresAt === null ? t('invites.endless') : t('invites.until', { day: formatDay(Date.parse(expiresAt)) });
  const people = left === null ? t('invites.any') : t('invites.left', { left });
  return t('invites.describe', { end, people, uses });
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: number;
  options: { value: number; name: string }[];
  onChange: (value: number) => void;
}) {
  return (
    <label className="text-[13px] font-semibold">
      {label}
      <select
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
        className="mt-1 block h-9 rounded-lg border border-strong bg-page px-2 text-[14px] font-normal max-[819px]:h-11"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface InvitationProps {
  invite: InviteView;
  mail: boolean;
  onRevoke: () => void;
}

function Invitation({ invite, mail, onRevoke }: InvitationProps) {
  const [open, setOpen] = useState(false);
  const link = invitationLink(invite.code);
  return (
    <li className="py-2.5">
      <div className="flex items-center gap-1">
        <div className="min-w-0 flex-1">
          <code className="block truncate text-[13px]">{link}</code>
          <span className="tabular text-[12px] text-soft">{describe(invite)}</span>
        </div>
        <IconButton label={t('invites.copy')} onClick={() => void copyText(link, t('common.linkCopied'))}>
          <Copy size={17} strokeWidth={1.75} />
        </IconButton>
        <IconButton label={t('invites.showQr')} pressed={open} onClick={() => setOpen(!open)}>
          <QrCode size={17} strokeWidth={1.75} />
        </IconButton>
        <IconButton label={t('invites.takeBack')} onClick={onRevoke}>
          <Trash2 size={17} strokeWidth={1.75} />
        </IconButton>
      </div>
      {open && (
        <img
          // Black on white in every theme, as cameras need it.
          src={`data:image/svg+xml,${encodeURIComponent(renderSVG(link, { border: 2 }))}`}
          alt={t('invites.qrOf', { link })}
          className="mt-2 size-48 rounded-lg border border-line bg-white"
        />
      )}
      {mail && <MailInvite inviteId={invite.inviteId} />}
    </li>
  );
}

/** The links of invitations. */
export function Invitations() {
  const core = useCore();
  const load = useCallback(() => loadInvites(core), [core]);
  const { value: invites, failure, act } = useLoaded(load);
  const { value: workspace } = useLoaded(useCallback(() => loadWorkspace(core), [core]));
  const [hours, setHours] = useState(168);
  const [uses, setUses] = useState(0);
  const create = async (): Promise<void> => {
    const input = { hours: hours === 0 ? null : hours, uses: uses === 0 ? null : uses };
    const invite = await act(createInvite(core, input));
    if (!invite) return;
    await copyText(invitationLink(invite.code), t('invites.madeCopied'), t('invites.made'));
  };
  return (
    <>
      <Lead>{t('invites.lead')}</Lead>
      <div className="mb-4 flex flex-wrap items-end gap-3">
        <Choice
          label={t('invites.goodFor')}
          value={hours}
          onChange={setHours}
          options={lives.map(({ hours: value, name }) => ({ value, name }))}
        />
        <Choice
          label={t('invites.and')}
          value={uses}
          onChange={setUses}
          options={counts.map(({ uses: value, name }) => ({ value, name }))}
        />
        <Button kind="primary" onClick={() => void create()}>
          {t('invites.make')}
        </Button>
      </div>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {!invites && failure === undefined && <SkeletonRows rows={2} />}
      {invites?.length === 0 && <Empty>{t('invites.none')}</Empty>}
      <ul aria-label={t('invites.title')} className="m-0 list-none divide-y divide-line p-0">
        {invites?.map((invite) => (
          <Invitation
            key={invite.inviteId}
            invite={invite}
            mail={workspace?.mail === true}
            onRevoke={() => void act(revokeInvite(core, invite.inviteId))}
          />
        ))}
      </ul>
    </>
  );
}
