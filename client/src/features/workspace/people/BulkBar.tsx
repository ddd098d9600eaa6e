import type { BulkResult } from '@parley/shared/people';
import type { WorkspaceRole } from '@parley/shared/permissions';
import { mayManage, workspaceRoles } from '@parley/shared/permissions';
import { useState } from 'react';
import { useCore } from '../../../core/coreContext';
import { useAppSelector } from '../../../core/store';
import { sentenceOf } from '../../../platform/api';
import { refusalText } from '../../../text/texts';
import { announce } from '../../../ui/announce';
import { Button } from '../../../ui/Button';
import { Failure } from '../../../ui/Failure';
import { roleName } from '../../people/public/roles';
import { changeMany, type BulkChange } from '../public/commands';
import { t } from '../text/text';

/** People of one request: small enough for a progress that moves. */
const AT_ONCE = 10;

interface BulkBarProps {
  selected: readonly string[];
  onDone: () => void;
  onClear: () => void;
}

type Refused = BulkResult['results'][number];

/** Changes all selected, some at a time. @param onProgress how many are done */
function useBulk(onDone: () => void) {
  const core = useCore();
  const [done, setDone] = useState<{ at: number; of: number }>();
  const [refused, setRefused] = useState<Refused[]>();
  const [failure, setFailure] = useState<string>();
  const run = async (userIds: readonly string[], change: BulkChange): Promise<void> => {
    setFailure(undefined);
    setRefused(undefined);
    const not: Refused[] = [];
    try {
      for (let at = 0; at < userIds.length; at += AT_ONCE) {
        setDone({ at, of: userIds.length });
        const results = await changeMany(core, change, userIds.slice(at, at + AT_ONCE));
        not.push(...results.filter((one) => one.refused !== null));
      }
      announce(t('people.bulkDone', { count: userIds.length - not.length }));
    } catch (error) {
      setFailure(sentenceOf(error));
    }
    setDone(undefined);
    setRefused(not);
    onDone();
  };
  return { done, refused, failure, run };
}

/** Who was refused, and why. */
function RefusedList({ refused }: { refused: readonly Refused[] }) {
  const users = useAppSelector((state) => state.people.users.entities);
  return (
    <div role="alert" className="mt-2 text-[14px]">
      <b>{t('people.bulkRefused', { count: refused.length })}</b>
      <ul className="m-0 mt-1 list-none p-0">
        {refused.map(({ userId, refused: why }) => (
          <li key={userId}>
            <bdi>{users[userId]?.displayName ?? userId}</bdi>:{' '}
            <span className="text-danger">{why && refusalText(why.key, why.params, why.message)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface BulkActionsProps {
  count: number;
  busy: boolean;
  act: (change: BulkChange) => void;
  onClear: () => void;
}

/** Gives all who are selected a role. */
function BulkRole({ busy, act }: Pick<BulkActionsProps, 'busy' | 'act'>) {
  const myRole = useAppSelector((state) => state.session.me?.role ?? 'guest');
  return (
    <select
      aria-label={t('people.bulkRole')}
      value=""
      disabled={busy}
      onChange={(event) => act({ change: 'role', role: event.target.value as WorkspaceRole })}
      className="h-9 rounded-lg border border-strong bg-page px-2 text-[14px] max-[819px]:h-11"
    >
      <option value="" disabled>
        {t('people.bulkRole')}
      </option>
      {workspaceRoles.map((role) => (
        <option key={role} value={role} disabled={!mayManage(myRole, 'member', role)}>
          {roleName(role)}
        </option>
      ))}
    </select>
  );
}

function BulkActions({ count, busy, act, onClear }: BulkActionsProps) {
  const [sure, setSure] = useState(false);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="tabular me-auto text-[14px] font-semibold">{t('people.selected', { count })}</span>
      <BulkRole busy={busy} act={act} />
      <Button disabled={busy} onClick={() => act({ change: 'signOut' })}>
        {t('people.signOut')}
      </Button>
      <Button disabled={busy} onClick={() => act({ change: 'reactivate' })}>
        {t('people.restore')}
      </Button>
      <Button
        kind={sure ? 'danger' : 'plain'}
        disabled={busy}
        onBlur={() => setSure(false)}
        onClick={() => {
          setSure(!sure);
          if (sure) act({ change: 'deactivate' });
        }}
      >
        {sure ? t('people.sure') : t('people.deactivate')}
      </Button>
      <Button kind="quiet" disabled={busy} onClick={onClear}>
        {t('people.clear')}
      </Button>
    </div>
  );
}

/** What can be done with all who are selected. */
export function BulkBar({ selected, onDone, onClear }: BulkBarProps) {
  const { done, refused, failure, run } = useBulk(onDone);
  const none = selected.length === 0;
  if (none && refused === undefined && failure === undefined) return null;
  return (
    <section
      aria-label={t('people.bulk')}
      className="sticky top-0 z-10 mb-2 rounded-lg border border-line bg-panel p-3"
    >
      {!none && (
        <BulkActions
          count={selected.length}
          busy={done !== undefined}
          act={(change) => void run(selected, change)}
          onClear={onClear}
        />
      )}
      {done && (
        <progress
          aria-label={t('people.bulkProgress')}
          value={done.at}
          max={done.of}
          className="mt-2 block w-full accent-[var(--accent-solid)]"
        />
      )}
      <Failure>{failure}</Failure>
      {refused !== undefined && refused.length > 0 && <RefusedList refused={refused} />}
      {refused?.length === 0 && none && failure === undefined && (
        <span className="text-[14px] text-soft">{t('common.saved')}</span>
      )}
    </section>
  );
}
