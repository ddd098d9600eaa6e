import { grantables, rightsLimits, type CustomRoleView } from '@parley/shared/rights';
import type { Grantable } from '@parley/shared/permissions';
import { useCallback, useState, type SyntheticEvent } from 'react';
import { useCore } from '../../core/coreContext';
import { useLoaded } from '../../core/useLoaded';
import { sentenceOf } from '../../platform/api';
import { announce } from '../../ui/announce';
import { Button } from '../../ui/Button';
import { Checkbox } from '../../ui/Checkbox';
import { Failure } from '../../ui/Failure';
import { Field } from '../../ui/Field';
import { Empty, Lead } from '../../ui/PageText';
import { SkeletonRows } from '../../ui/Skeleton';
import { Holders } from './Holders';
import { permissionName } from './names';
import { t } from './text/text';

interface RoleFormProps {
  name: string;
  permissions: readonly Grantable[];
  button: string;
  onSave: (role: { name: string; permissions: Grantable[] }) => void;
}

/** The name and the permissions of a custom role. */
function RoleForm({ button, onSave, ...given }: RoleFormProps) {
  const [name, setName] = useState(given.name);
  const [permissions, setPermissions] = useState<readonly Grantable[]>(given.permissions);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onSave({ name: name.trim(), permissions: [...permissions] });
  };
  return (
    <form onSubmit={submit} aria-label={button}>
      <Field
        label={t('roles.customName')}
        dir="auto"
        required
        maxLength={rightsLimits.roleName}
        value={name}
        onChange={({ target }) => setName(target.value)}
        className="max-w-[420px]"
      />
      <fieldset className="m-0 mb-4 grid border-0 p-0 min-[560px]:grid-cols-2">
        <legend className="mb-1 p-0 text-[13px] font-semibold">{t('roles.permissions')}</legend>
        {grantables.map((permission) => (
          <Checkbox
            key={permission}
            className="min-h-9"
            label={permissionName(permission)}
            checked={permissions.includes(permission)}
            onChange={(checked) =>
              setPermissions(
                checked ? [...permissions, permission] : permissions.filter((one) => one !== permission),
              )
            }
          />
        ))}
      </fieldset>
      <Button type="submit" kind="primary" disabled={permissions.length === 0 || name.trim() === ''}>
        {button}
      </Button>
    </form>
  );
}

interface RoleProps {
  role: CustomRoleView;
  act: <R>(work: Promise<R>) => Promise<R | undefined>;
}

/** One custom role: opened, it can be changed, given and deleted. */
function Role({ role, act }: RoleProps) {
  const { api } = useCore();
  const [sure, setSure] = useState(false);
  const path = { roleId: role.roleId };
  return (
    <details className="py-2">
      <summary className="min-h-9 cursor-pointer text-[14px]">
        <span className="name">
          <bdi>{role.name}</bdi>
        </span>{' '}
        <span className="text-soft">{t('roles.holders', { count: role.holders.length })}</span>
      </summary>
      <div className="py-3 ps-4">
        <RoleForm
          key={role.version}
          name={role.name}
          permissions={role.permissions}
          button={t('common.save')}
          onSave={(body) =>
            void act(api.request('PATCH /rights/roles/{roleId}', { path, body })).then(
              (done) => done && announce(t('roles.saved')),
            )
          }
        />
        <Holders role={role} act={act} />
        <Button
          kind="danger"
          className="mt-5"
          onClick={() =>
            sure ? void act(api.request('DELETE /rights/roles/{roleId}', { path })) : setSure(true)
          }
        >
          {sure ? t('roles.deleteForGood') : t('roles.delete')}
        </Button>
      </div>
    </details>
  );
}

/** Custom roles: what each gives, and who has it. */
export function CustomRoles() {
  const { api } = useCore();
  const load = useCallback(async () => (await api.request('GET /rights/roles')).roles, [api]);
  const { value: roles, failure, act } = useLoaded(load);
  const [made, setMade] = useState(0);
  return (
    <>
      <Lead>{t('roles.customIntro')}</Lead>
      {!roles && failure === undefined && <SkeletonRows rows={3} />}
      {roles?.length === 0 && <Empty>{t('roles.noneCustom')}</Empty>}
      <div className="divide-y divide-line">
        {roles?.map((role) => (
          <Role key={role.roleId} role={role} act={act} />
        ))}
      </div>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      <h2 className="heading mt-6 mb-3 text-[15px]">{t('roles.create')}</h2>
      <RoleForm
        key={made}
        name=""
        permissions={[]}
        button={t('roles.create')}
        onSave={(body) =>
          void act(api.request('POST /rights/roles', { body })).then((done) => done && setMade(made + 1))
        }
      />
    </>
  );
}
