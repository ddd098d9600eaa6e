import {
  defaultRoles,
  rulePermissions,
  type RulePermission,
  type RuleRole,
  type WorkspaceRules,
} from '@parley/shared/permissions';
import { useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { FormFailure } from '../../core/FormFailure';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { Lead } from '../../ui/PageText';
import { useNarrow } from '../../ui/platform';
import { SkeletonRows } from '../../ui/Skeleton';
import { permissionName, ruleRoleName, workspaceWide } from './names';
import { t } from './text/text';

const columns: RuleRole[] = ['owner', 'admin', 'moderator', 'member', 'guest', 'roomOwner', 'roomModerator'];

/** As the request takes it. */
const inputOf = ({ roles, editMinutes }: WorkspaceRules) => ({
  roles: Object.fromEntries(Object.entries(roles ?? {}).map(([name, having]) => [name, [...(having ?? [])]])),
  ...(editMinutes === undefined ? {} : { editMinutes }),
});

interface LineProps {
  permission: RulePermission;
  roles: readonly RuleRole[];
  onChange: (roles: RuleRole[]) => void;
}

/** Roles of a room say nothing about the workspace. */
const applies = (permission: RulePermission, role: RuleRole): boolean =>
  !(workspaceWide.has(permission) && role.startsWith('room'));

/** Whether a role has a permission. */
const Check = ({ permission, role, roles, onChange }: LineProps & { role: RuleRole }) => (
  <input
    type="checkbox"
    aria-label={t('roles.allow', { permission: permissionName(permission), role: ruleRoleName(role) })}
    checked={role === 'owner' || roles.includes(role)}
    disabled={role === 'owner'}
    onChange={({ target }) =>
      onChange(target.checked ? [...roles, role] : roles.filter((one) => one !== role))
    }
    className="size-4 align-middle accent-[var(--accent-solid)]"
  />
);

/** One permission, and who has it. */
const Line = (props: LineProps) => (
  <tr className="border-b border-line">
    <th scope="row" className="py-2 pe-3 text-start font-normal">
      {permissionName(props.permission)}
    </th>
    {columns.map((role) => (
      <td key={role} className="px-2 text-center">
        {applies(props.permission, role) && <Check {...props} role={role} />}
      </td>
    ))}
  </tr>
);

/** The same where there is no room for columns. */
const Block = (props: LineProps) => (
  <li className="border-b border-line py-3">
    <div className="pb-1 text-[15px]">{permissionName(props.permission)}</div>
    <div className="grid grid-cols-2 gap-x-4">
      {columns
        .filter((role) => applies(props.permission, role))
        .map((role) => (
          <label key={role} className="flex min-h-11 items-center gap-2.5 text-[14px] text-soft">
            <Check {...props} role={role} />
            <span className="first-letter:uppercase">{ruleRoleName(role)}</span>
          </label>
        ))}
    </div>
  </li>
);

const Head = () => (
  <thead>
    <tr className="border-b border-line text-[12px] text-soft">
      <th scope="col" className="text-start">
        {t('roles.permission')}
      </th>
      {columns.map((role) => (
        <th key={role} scope="col" className="px-2 py-1.5 font-semibold first-letter:uppercase">
          {ruleRoleName(role)}
        </th>
      ))}
    </tr>
  </thead>
);

interface PermissionsProps {
  rules: WorkspaceRules;
  onChange: (rules: WorkspaceRules) => void;
}

/** All permissions: as a table, on a phone one below the other. */
function Permissions({ rules, onChange }: PermissionsProps) {
  const Row = useNarrow() ? Block : Line;
  const rows = rulePermissions.map((permission) => (
    <Row
      key={permission}
      permission={permission}
      roles={rules.roles?.[permission] ?? defaultRoles(permission)}
      onChange={(roles) => onChange({ ...rules, roles: { ...rules.roles, [permission]: roles } })}
    />
  ));
  if (Row === Block)
    return (
      <ul aria-label={t('roles.permission')} className="m-0 list-none border-t border-line p-0">
        {rows}
      </ul>
    );
  return (
    <table className="w-full border-collapse text-[14px]">
      <Head />
      <tbody>{rows}</tbody>
    </table>
  );
}

/** Who may do what in the workspace, by role. */
export function Matrix() {
  const core = useCore();
  const [rules, setRules] = useState<WorkspaceRules>();
  const [failure, setFailure] = useState<unknown>();
  useEffect(() => {
    core.api.request('GET /rights').then((rights) => setRules(rights.rules), setFailure);
  }, [core]);
  const save = (): void => {
    setFailure(undefined);
    core.api.request('PUT /rights/rules', { body: inputOf(rules ?? {}) }).then((stored) => {
      setRules(stored);
      announce(t('roles.saved'));
    }, setFailure);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Lead>{t('roles.intro')}</Lead>
      {!rules && failure === undefined && <SkeletonRows rows={8} />}
      {rules && <Permissions rules={rules} onChange={setRules} />}
      <label className="my-4 block text-[14px]">
        {t('roles.editMinutes')}
        <input
          type="number"
          min={1}
          max={525_600}
          value={rules?.editMinutes ?? ''}
          onChange={({ target }) =>
            setRules({ ...rules, editMinutes: target.value === '' ? null : Number(target.value) })
          }
          className="ms-2 h-9 w-28 rounded-lg border border-strong bg-page px-2 text-text outline-none focus:border-accent"
        />
      </label>
      {failure !== undefined && <FormFailure error={failure} />}
      <Button kind="primary" type="submit" disabled={!rules}>
        {t('roles.save')}
      </Button>
    </form>
  );
}
