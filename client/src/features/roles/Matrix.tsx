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

/** One permission, and who has it. */
const Line = ({ permission, roles, onChange }: LineProps) => (
  <tr className="border-b border-line">
    <th scope="row" className="py-2 pe-3 text-start font-normal">
      {permissionName(permission)}
    </th>
    {columns.map((role) => (
      <td key={role} className="px-2 text-center">
        {/* Roles of a room say nothing about the workspace. */}
        {!(workspaceWide.has(permission) && role.startsWith('room')) && (
          <input
            type="checkbox"
            aria-label={t('roles.allow', {
              permission: permissionName(permission),
              role: ruleRoleName(role),
            })}
            checked={role === 'owner' || roles.includes(role)}
            disabled={role === 'owner'}
            onChange={({ target }) =>
              onChange(target.checked ? [...roles, role] : roles.filter((one) => one !== role))
            }
            className="size-4 accent-[var(--accent-solid)]"
          />
        )}
      </td>
    ))}
  </tr>
);

const Head = () => (
  <thead>
    <tr className="border-b border-line text-[12px] text-soft">
      <th scope="col" className="text-start">
        {t('roles.permission')}
      </th>
      {columns.map((role) => (
        <th key={role} scope="col" className="px-2 py-1.5 font-semibold">
          {ruleRoleName(role)}
        </th>
      ))}
    </tr>
  </thead>
);

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
      <p className="mt-0 text-[14px] text-soft">{t('roles.intro')}</p>
      <div className="overflow-x-auto">
        <table className="w-full border-collapse text-[14px]">
          <Head />
          <tbody>
            {rules &&
              rulePermissions.map((permission) => (
                <Line
                  key={permission}
                  permission={permission}
                  roles={rules.roles?.[permission] ?? defaultRoles(permission)}
                  onChange={(roles) => setRules({ ...rules, roles: { ...rules.roles, [permission]: roles } })}
                />
              ))}
          </tbody>
        </table>
      </div>
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
