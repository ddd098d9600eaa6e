import type { WorkspaceView } from '@parley/shared/workspace';
import { lazy, useEffect, useState, type SyntheticEvent } from 'react';
import { base } from '../../platform/base';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { fieldsOf, sentenceOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { WorkspaceSign } from '../workspace/public/WorkspaceSign';
import { ForgotPassword } from './ForgotPassword';
import { PasswordStrength } from './public/PasswordStrength';
import { useInvitation } from './useInvitation';
import { useWorkspace } from './useWorkspace';
import { t } from './text/text';

type Mode = 'signIn' | 'register';

interface Texts {
  title: string;
  lead: string;
  button: string;
}

function textsOf(mode: Mode, workspace: WorkspaceView, invitedBy: string | undefined): Texts {
  if (workspace.firstRun)
    return {
      title: t('auth.firstRun'),
      lead: t('auth.firstRunLead'),
      button: t('auth.start'),
    };
  if (mode === 'register')
    return {
      title: t('auth.join', { workspace: workspace.name }),
      lead: invitedBy === undefined ? t('auth.joinLead') : t('auth.invitedLead', { name: invitedBy }),
      button: t('auth.start'),
    };
  return {
    title: t('auth.signInTo', { workspace: workspace.name }),
    lead: t('auth.signInLead'),
    button: t('auth.signIn'),
  };
}

/** A user name made from the name while one types it: "Jo Rivera" becomes "jo". */
const suggestUsername = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .split(/\s+/u)[0]
    ?.replace(/[^a-z0-9._-]/g, '')
    .slice(0, 32) ?? '';

interface FormValues {
  displayName: string;
  username: string;
  login: string;
  password: string;
}

const ResetScreen = lazy(() => import('./ResetScreen').then((m) => ({ default: m.ResetScreen })));

/** What stands there while nobody is signed in. */
export const AuthScreen = () => (location.pathname === `${base}/reset/` ? <ResetScreen /> : <SignInForm />);

/** First run, registration and signing in: one short form. */
function SignInForm() {
  const core = useCore();
  const notice = useAppSelector((state) => state.session.notice);
  const { workspace, reachable } = useWorkspace();
  const invitation = useInvitation();
  const [chosen, setMode] = useState<Mode>();
  const [values, setValues] = useState<FormValues>({
    displayName: '',
    username: '',
    login: '',
    password: '',
  });
  const [touched, setTouched] = useState(false);
  const [forgot, setForgot] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<{ sentence: string; fields: Record<string, string> }>();

  useEffect(() => {
    if (workspace) document.title = workspace.name;
  }, [workspace]);

  if (!workspace || (reachable && invitation && invitation.view === undefined))
    return <div className="h-full bg-panel" aria-busy="true" />;
  if (forgot) return <ForgotPassword workspace={workspace} onBack={() => setForgot(false)} />;
  const invited = invitation?.view ?? undefined;
  const mode = chosen ?? (invited ? 'register' : 'signIn');
  const registering = workspace.firstRun || mode === 'register';
  const texts = textsOf(mode, workspace, invited?.invitedBy);
  const over = invitation && !invited && reachable ? t('auth.invitationOver') : notice;
  const message = reachable ? over : t('auth.unreachable');
  const change = (field: keyof FormValues) => (event: { target: { value: string } }) => {
    const { value } = event.target;
    setValues((old) => ({
      ...old,
      [field]: value,
      ...(field === 'displayName' && !touched ? { username: suggestUsername(value) } : {}),
    }));
  };

  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    const { displayName, username, login, password } = values;
    try {
      const answer = registering
        ? await core.api.signIn('POST /auth/register', {
            body: {
              displayName,
              username,
              password,
              ...(invited && invitation ? { inviteCode: invitation.code } : {}),
            },
          })
        : await core.api.signIn('POST /auth/login', { body: { login, password } });
      await core.start(answer);
    } catch (error) {
      setFailure({ sentence: sentenceOf(error), fields: fieldsOf(error) });
      setBusy(false);
    }
  };

  const fields = failure?.fields ?? {};
  const general = failure && Object.keys(fields).length === 0 ? failure.sentence : undefined;
  return (
    <main className="h-full overflow-y-auto bg-panel">
      <div className="flex min-h-full items-center justify-center p-4">
        <form
          onSubmit={(event) => void submit(event)}
          className="w-full max-w-[400px] rounded-2xl border border-line bg-page px-[34px] py-[34px] shadow-float max-[480px]:px-6"
        >
          <div className="mb-6">
            <WorkspaceSign picture={workspace.picture} large />
          </div>
          <h1 className="heading m-0 text-[22px] leading-7">{texts.title}</h1>
          <p className="mt-1 mb-6 text-[15px] text-soft">{texts.lead}</p>
          {message !== undefined && (
            <p role="status" className="mb-4 rounded-lg bg-mention px-3 py-2 text-[14px]">
              {message}
            </p>
          )}
          {registering ? (
            <>
              <Field
                label={t('profile.name')}
                autoComplete="name"
                autoFocus
                required
                value={values.displayName}
                onChange={change('displayName')}
                error={fields['displayName']}
                dir="auto"
              />
              <Field
                label={t('auth.username')}
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                required
                value={values.username}
                onChange={(event) => {
                  setTouched(true);
                  change('username')(event);
                }}
                error={fields['username']}
              />
              <Field
                label={t('auth.password')}
                type="password"
                autoComplete="new-password"
                required
                value={values.password}
                onChange={change('password')}
                error={fields['password']}
                hint={<PasswordStrength password={values.password} />}
              />
            </>
          ) : (
            <>
              <Field
                label={t('auth.login')}
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                autoFocus
                required
                value={values.login}
                onChange={change('login')}
                error={fields['login']}
              />
              <Field
                label={t('auth.password')}
                type="password"
                autoComplete="current-password"
                required
                value={values.password}
                onChange={change('password')}
                error={fields['password']}
                hint={
                  <button
                    type="button"
                    className="mt-1 text-[13px] text-accent underline underline-offset-2"
                    onClick={() => setForgot(true)}
                  >
                    {t('auth.forgot')}
                  </button>
                }
              />
            </>
          )}
          {general !== undefined && (
            <p role="alert" className="mb-4 rounded-lg bg-danger-tint px-3 py-2 text-[14px] text-danger">
              {general}
            </p>
          )}
          <Button type="submit" kind="primary" large className="mt-1 w-full" disabled={busy}>
            {texts.button}
          </Button>
          <Footer
            firstRun={workspace.firstRun}
            registering={registering}
            mayRegister={invited !== undefined || workspace.registration === 'open'}
            onSwitch={() => setMode(registering ? 'signIn' : 'register')}
          />
        </form>
      </div>
    </main>
  );
}

function Footer({
  firstRun,
  registering,
  mayRegister,
  onSwitch,
}: {
  firstRun: boolean;
  registering: boolean;
  mayRegister: boolean;
  onSwitch: () => void;
}) {
  const [open, setOpen] = useState(false);
  if (!firstRun && !mayRegister && !registering)
    return <p className="mt-5 mb-0 text-center text-[13px] text-soft">{t('auth.askInvitation')}</p>;
  if (!firstRun)
    return (
      <p className="mt-5 mb-0 text-center text-[13px] text-soft">
        {registering ? t('auth.haveAccount') : t('auth.newHere')}{' '}
        <button
          type="button"
          className="font-semibold text-accent underline underline-offset-2"
          onClick={onSwitch}
        >
          {registering ? t('auth.signIn') : t('auth.create')}
        </button>
      </p>
    );
  return (
    <div className="mt-5 text-center text-[12px] text-soft">
      {t('auth.onMachine')}{' '}
      <button
        type="button"
        className="underline underline-offset-2"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t('auth.whatStored')}
      </button>
      {open && <p className="mt-3 mb-0 text-start">{t('auth.stored')}</p>}
    </div>
  );
}
