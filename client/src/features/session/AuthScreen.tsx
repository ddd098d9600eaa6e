import type { SecondStep } from '@parley/shared/errors';
import type { WorkspaceView } from '@parley/shared/workspace';
import { lazy, Suspense, useEffect, useState, type SyntheticEvent } from 'react';
import { isLink } from '../../platform/mailLink';
import { useCore } from '../../core/coreContext';
import type { SignInMethod } from '../../core/signInMethod';
import { useAppSelector } from '../../core/store';
import { fieldsOf, sentenceOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Fallible } from '../../ui/Fallible';
import { WorkspaceSign } from '../workspace/public/WorkspaceSign';
import { RegisterFields, SignInFields, type FormValues, type SignInFieldsProps } from './SignInFields';
import { useInvitation } from './useInvitation';
import { secondStepIn } from './secondStep';
import { useOffers, useSignInMethods } from './useSignInMethods';
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

interface SignInFormState extends SignInFieldsProps {
  submit: (event: SyntheticEvent) => Promise<void>;
  busy: boolean;
  /** The refusal, where no field is at fault. */
  general: string | undefined;
  /** What follows the password. */
  step: SecondStep | undefined;
  /** Goes back from there. */
  again: () => void;
}

const OpenidButtons = lazy(() =>
  import('../openid/public/OpenidButtons').then((m) => ({ default: m.OpenidButtons })),
);
const SecondStepScreen = lazy(() =>
  import('./SecondStepScreen').then((m) => ({ default: m.SecondStepScreen })),
);
const LinkScreen = lazy(() => import('./LinkScreen').then((m) => ({ default: m.LinkScreen })));

/** The page while nobody is signed in. */
export const AuthScreen = () => (isLink ? <LinkScreen /> : <SignInForm />);

/** The form's values, and how it is sent. */
function useSignInForm(registering: boolean, inviteCode: string | undefined): SignInFormState {
  const core = useCore();
  const [values, setValues] = useState<FormValues>({
    displayName: '',
    username: '',
    login: '',
    password: '',
    email: '',
  });
  const [touched, setTouched] = useState(false);
  const [busy, setBusy] = useState(false);
  const [step, setStep] = useState<SecondStep>();
  const [failure, setFailure] = useState<{ sentence: string; fields: Record<string, string> }>();
  const change = (field: keyof FormValues) => (event: { target: { value: string } }) => {
    const { value } = event.target;
    if (field === 'username') setTouched(true);
    setValues((old) => ({
      ...old,
      [field]: value,
      ...(field === 'displayName' && !touched ? { username: suggestUsername(value) } : {}),
    }));
  };
  const signIn = () => {
    const { displayName, username, login, password, email } = values;
    const optional = {
      ...(inviteCode === undefined ? {} : { inviteCode }),
      ...(email.trim() === '' ? {} : { email: email.trim() }),
    };
    return registering
      ? core.api.signIn('POST /auth/register', {
          body: { displayName, username, password, ...optional },
        })
      : core.api.signIn('POST /auth/login', { body: { login, password } });
  };
  const submit = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      await core.start(await signIn());
    } catch (error) {
      const next = secondStepIn(error);
      setStep(next);
      if (!next) setFailure({ sentence: sentenceOf(error), fields: fieldsOf(error) });
      setBusy(false);
    }
  };
  const fields = failure?.fields ?? {};
  const general = failure && Object.keys(fields).length === 0 ? failure.sentence : undefined;
  return { values, change, submit, busy, fields, general, step, again: () => setStep(undefined) };
}

/** The message above the form, if any. */
function messageOf(
  reachable: boolean,
  invitation: ReturnType<typeof useInvitation>,
  notice: string | undefined,
): string | undefined {
  if (!reachable) return t('auth.unreachable');
  return invitation && !invitation.view ? t('auth.invitationOver') : notice;
}

/** First run, registration and signing in: one short form. */
function SignInForm() {
  const notice = useAppSelector((state) => state.session.notice);
  const { workspace, reachable } = useWorkspace();
  const invitation = useInvitation();
  const invited = invitation?.view ?? undefined;
  const [chosen, setMode] = useState<Mode>();
  const methods = useSignInMethods();
  const [method, setMethod] = useState<SignInMethod>();
  const mode = chosen ?? (invited ? 'register' : 'signIn');
  const registering = workspace?.firstRun === true || mode === 'register';
  const inviteCode = invited && invitation?.code;
  const form = useSignInForm(registering, inviteCode);
  useOffers(methods, ![registering, form.step, method].some(Boolean));

  useEffect(() => {
    if (workspace) document.title = workspace.name;
  }, [workspace]);

  if (!workspace || (reachable && invitation && invitation.view === undefined))
    return <div className="h-full bg-panel" aria-busy="true" />;
  if (form.step || method)
    return <NextScreen {...form} workspace={workspace} method={method} onBack={() => setMethod(undefined)} />;
  const texts = textsOf(mode, workspace, invited?.invitedBy);
  return (
    <main className="h-full overflow-y-auto bg-panel">
      <div className="flex min-h-full items-center justify-center p-4">
        <form
          onSubmit={(event) => void form.submit(event)}
          className="w-full max-w-[400px] rounded-2xl border border-line bg-page px-[34px] py-[34px] shadow-float max-[480px]:px-6"
        >
          <Heading workspace={workspace} texts={texts} message={messageOf(reachable, invitation, notice)} />
          {registering ? (
            <RegisterFields {...form} />
          ) : (
            <SignInFields {...form} methods={methods} onMethod={setMethod} />
          )}
          {form.general !== undefined && (
            <p role="alert" className="mb-4 rounded-lg bg-danger-tint px-3 py-2 text-[14px] text-danger">
              {form.general}
            </p>
          )}
          <Button type="submit" kind="primary" large className="mt-1 w-full" disabled={form.busy}>
            {texts.button}
          </Button>
          <OtherWays firstRun={workspace.firstRun} inviteCode={inviteCode} />
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

/** The first account is made with a password. Where the buttons cannot be loaded, that is left. */
const OtherWays = ({ firstRun, inviteCode }: { firstRun: boolean; inviteCode: string | undefined }) =>
  firstRun ? null : (
    <Fallible>
      <Suspense>
        <OpenidButtons inviteCode={inviteCode} />
      </Suspense>
    </Fallible>
  );

interface NextScreenProps {
  workspace: WorkspaceView;
  step: SecondStep | undefined;
  again: () => void;
  method: SignInMethod | undefined;
  onBack: () => void;
}

/** The screen that a press has opened: the second step, or another way in. */
function NextScreen({ workspace, step, again, method, onBack }: NextScreenProps) {
  const core = useCore();
  if (step)
    return (
      <SecondStepScreen
        step={step}
        picture={workspace.picture}
        onSignedIn={(granted) => core.start(granted)}
        onBack={again}
      />
    );
  return method && <method.Screen workspace={workspace} onBack={onBack} />;
}

interface HeadingProps {
  workspace: WorkspaceView;
  texts: Texts;
  message: string | undefined;
}

function Heading({ workspace, texts, message }: HeadingProps) {
  return (
    <>
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
    </>
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
