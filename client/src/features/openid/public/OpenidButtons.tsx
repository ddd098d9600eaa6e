import { useCallback, useEffect, useState } from 'react';
import { useCore } from '../../../core/coreContext';
import { useLoaded } from '../../../core/useLoaded';
import { sentenceOf } from '../../../platform/api';
import { base } from '../../../platform/base';
import { forgetReturned, lastProvider, noteProvider, sentenceOfFailure, takeReturned } from '../returned';
import { t } from '../text/text';

const look =
  'inline-flex h-11 w-full items-center justify-center rounded-lg border border-strong bg-page px-3 text-[15px] font-semibold no-underline transition-colors duration-100 hover:bg-hover';

/** The address that begins a sign-in; the browser goes there. */
function beginAddress(provider: string, inviteCode: string | undefined): string {
  const query = new URLSearchParams({ returnTo: location.pathname.slice(base.length) || '/' });
  // The page of an invitation is for those who are not in yet.
  if (inviteCode !== undefined) {
    query.set('returnTo', '/');
    query.set('inviteCode', inviteCode);
  }
  return `${base}/api/v1/auth/openid/${provider}/begin?${query.toString()}`;
}

const TRIED = `parley${base}.silent`;

/** Where the page stores the last room: somebody was signed in in this window, and their session was ended. */
const LAST_ROOM = `parley${base}.lastRoom`;

/** Goes to the only provider without a click, once in this window, and not where somebody was signed in before. */
function goSilently(provider: string): void {
  try {
    if (sessionStorage.getItem(TRIED) !== null || sessionStorage.getItem(LAST_ROOM) !== null) return;
    sessionStorage.setItem(TRIED, '1');
  } catch {
    // Where nothing can be stored, nothing would prevent a second time.
    return;
  }
  location.replace(`${beginAddress(provider, undefined)}&silent=true`);
}

/** Completes a sign-in from which the browser comes back. @returns whether it is under way, and why it failed */
function useReturn(load: () => Promise<{ provider: string }[]>): {
  busy: boolean;
  failure: string | undefined;
} {
  const core = useCore();
  const [returned] = useState(takeReturned);
  const signedIn = returned?.result === 'signed-in';
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    if (!signedIn) return;
    // The callback has set the cookie of the session.
    core.api.renew().then(
      async (granted) => {
        // Once, where effects run twice.
        if (takeReturned() === undefined) return;
        forgetReturned();
        if (!granted) return setFailure(t('openid.over'));
        const listed = returned.signsOut ? await load().catch(() => []) : [];
        noteProvider(listed.find(({ provider }) => provider === returned.provider)?.provider ?? null);
        await core.start(granted);
      },
      (error: unknown) => setFailure(sentenceOf(error)),
    );
  }, [core, load, signedIn, returned]);
  return { busy: signedIn && failure === undefined, failure };
}

/**
 * A button for each provider, and what came of the last attempt.
 * @param inviteCode of the invitation whose link was opened
 */
export function OpenidButtons({ inviteCode }: { inviteCode: string | undefined }) {
  const core = useCore();
  const load = useCallback(async () => (await core.api.raw('GET /auth/openid')).providers, [core]);
  const { value: providers = [] } = useLoaded(load);
  const { busy, failure } = useReturn(load);
  const [returned] = useState(takeReturned);
  const silent = providers.find((one) => one.silent)?.provider;
  useEffect(() => {
    // An invitation is for a new account, and what came of an attempt is shown.
    if (silent !== undefined && inviteCode === undefined && returned === undefined) goSilently(silent);
  }, [silent, inviteCode, returned]);
  const [before, setBefore] = useState(lastProvider);
  const nameOf = (id: string): string | undefined => providers.find(({ provider }) => provider === id)?.name;
  if (busy)
    return (
      <p role="status" className="mt-4 mb-0 text-center text-[14px] text-soft">
        {t('openid.signingIn')}
      </p>
    );
  if (providers.length === 0) return null;
  const from = returned && nameOf(returned.provider);
  // Anybody can write an address: of an unknown provider it says nothing.
  const sentence =
    failure ?? (from === undefined ? undefined : sentenceOfFailure(returned?.result ?? '', from));
  const signsOut = before === null ? undefined : nameOf(before);
  return (
    <>
      <div className="my-4 flex items-center gap-3 text-[13px] text-soft" aria-hidden="true">
        <span className="h-px flex-1 bg-line" />
        {t('openid.or')}
        <span className="h-px flex-1 bg-line" />
      </div>
      {sentence !== undefined && (
        <p role="alert" className="mt-0 mb-4 rounded-lg bg-danger-tint px-3 py-2 text-[14px] text-danger">
          {sentence}
        </p>
      )}
      <div className="flex flex-col gap-2">
        {providers.map(({ provider, name }) => (
          <a key={provider} href={beginAddress(provider, inviteCode)} className={look}>
            {t('openid.with', { name })}
          </a>
        ))}
      </div>
      {signsOut !== undefined && (
        <p className="mt-3 mb-0 text-center text-[13px]">
          <a
            href={`${base}/api/v1/auth/openid/${before}/logout`}
            className="text-accent underline underline-offset-2"
            onClick={() => {
              noteProvider(null);
              setBefore(null);
            }}
          >
            {t('openid.signOutThere', { name: signsOut })}
          </a>
        </p>
      )}
    </>
  );
}
