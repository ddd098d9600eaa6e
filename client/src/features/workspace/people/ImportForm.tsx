import type { ImportPlan, ImportView } from '@parley/shared/people';
import { useCallback, useEffect, useState } from 'react';
import { useCore } from '../../../core/coreContext';
import { FormFailure } from '../../../core/FormFailure';
import { useLoaded } from '../../../core/useLoaded';
import { refusalText } from '../../../text/texts';
import { Button } from '../../../ui/Button';
import { Checkbox } from '../../../ui/Checkbox';
import { Lead } from '../../../ui/PageText';
import { checkImport, downloadLinks, loadImport, loadWorkspace, startImport } from '../public/commands';
import { t } from '../text/text';

type Faults = ImportPlan['faults'];

/** Each line that is left out, with its fields. */
const FaultList = ({ faults }: { faults: Faults }) => (
  <ul
    aria-label={t('people.importFaults')}
    className="m-0 mt-2 max-h-60 list-none overflow-y-auto p-0 text-[13px]"
  >
    {faults.map(({ line, field, key, params, message }) => (
      <li key={`${line} ${field} ${key}`}>
        {t('people.importLine', { line })} {field !== '' && <code dir="ltr">{field}</code>}{' '}
        <span className="text-danger">{refusalText(key, params, message)}</span>
      </li>
    ))}
  </ul>
);

/** How often a running import is read, in ms. */
const POLL_MS = 700;

/** An import that runs or has run; read until it has finished. */
function useProgress(begun: ImportView | undefined, onImported: (done: ImportView) => void) {
  const core = useCore();
  const [seen, setSeen] = useState<ImportView>();
  const current = seen && seen.importId === begun?.importId ? seen : begun;
  useEffect(() => {
    if (!current) return;
    if (current.finished) return onImported(current);
    const timer = setTimeout(() => {
      loadImport(core, current.importId).then(setSeen, () => setSeen({ ...current }));
    }, POLL_MS);
    return () => clearTimeout(timer);
    // `onImported` is another function at each drawing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [core, current]);
  return current;
}

/** What became of an import, with the links of who is new. */
function Result({ result }: { result: ImportView }) {
  const core = useCore();
  const [failure, setFailure] = useState<unknown>();
  const { importId, total, done, created, updated, failed, finished } = result;
  return (
    <div className="mt-3">
      {!finished && (
        <progress
          aria-label={t('people.importing')}
          value={done}
          max={total}
          className="block w-full accent-[var(--accent-solid)]"
        />
      )}
      <p role="status" className="m-0 mt-1 text-[14px]">
        {t(finished ? 'people.importDone' : 'people.importing')}{' '}
        {t('people.importCounts', { created, updated, failed: failed.length })}
      </p>
      <FaultList faults={failed} />
      <FormFailure error={failure} />
      {finished && created > 0 && (
        <>
          <Button
            className="mt-2"
            onClick={() => {
              setFailure(undefined);
              downloadLinks(core, importId).catch(setFailure);
            }}
          >
            {t('people.importLinks')}
          </Button>
          <p className="m-0 mt-1 text-[12px] text-soft">{t('people.importLinksWhy')}</p>
        </>
      )}
    </div>
  );
}

/** What an import would do. */
const Plan = ({ plan }: { plan: ImportPlan }) => (
  <div className="mt-3 text-[14px]">
    <p role="status" className="m-0">
      {t('people.importPlan', { create: plan.create, update: plan.update, same: plan.same })}
    </p>
    {plan.ignored.length > 0 && (
      <p className="m-0 text-soft">{t('people.importIgnored', { columns: plan.ignored.join(', ') })}</p>
    )}
    {plan.bad > 0 && <p className="m-0 text-danger">{t('people.importBad', { count: plan.bad })}</p>}
    <FaultList faults={plan.faults} />
  </div>
);

type Updated = readonly ('name' | 'role')[];

/** The file, what is chosen, and what the server makes of them. */
function useImport() {
  const core = useCore();
  const [csv, setCsv] = useState<string>();
  const [update, setUpdate] = useState<Updated>([]);
  const [plan, setPlan] = useState<ImportPlan>();
  const [begun, setBegun] = useState<ImportView>();
  const [failure, setFailure] = useState<unknown>();
  const check = (text: string, which: Updated): void => {
    setCsv(text);
    setUpdate(which);
    setFailure(undefined);
    setPlan(undefined);
    setBegun(undefined);
    checkImport(core, { csv: text, update: [...which] }).then(setPlan, setFailure);
  };
  const toggle = (field: 'name' | 'role', on: boolean): void => {
    const which = on ? [...update, field] : update.filter((one) => one !== field);
    if (csv === undefined) setUpdate(which);
    else check(csv, which);
  };
  const begin = (mail: boolean): void => {
    if (csv === undefined) return;
    setFailure(undefined);
    startImport(core, { csv, update: [...update], mail }).then(setBegun, setFailure);
  };
  return { update, plan, begun, failure, check, toggle, begin };
}

/** Adds people from a CSV file: first what it would do, then the import itself. */
export function ImportForm({ onImported }: { onImported: (done: ImportView) => void }) {
  const core = useCore();
  const loadMail = useCallback(async () => (await loadWorkspace(core)).mail, [core]);
  const { value: mailThere = false } = useLoaded(loadMail);
  const [mail, setMail] = useState(false);
  const { update, plan, begun, failure, check, toggle, begin } = useImport();
  const result = useProgress(begun, onImported);
  const work = plan ? plan.create + plan.update : 0;
  return (
    <section aria-label={t('people.import')} className="mb-4 rounded-lg bg-panel p-3">
      <Lead>{t('people.importLead')}</Lead>
      <input
        type="file"
        accept=".csv,text/csv,text/plain"
        aria-label={t('people.importFile')}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void file.text().then((text) => check(text, update));
        }}
        className="block w-full text-[14px]"
      />
      <div className="mt-3 flex flex-col gap-2">
        <Checkbox
          label={t('people.importNames')}
          checked={update.includes('name')}
          onChange={(on) => toggle('name', on)}
        />
        <Checkbox
          label={t('people.importRoles')}
          checked={update.includes('role')}
          onChange={(on) => toggle('role', on)}
        />
        {mailThere && <Checkbox label={t('people.importMail')} checked={mail} onChange={setMail} />}
      </div>
      <FormFailure error={failure} />
      {plan && !result && <Plan plan={plan} />}
      {plan && !result && (
        <Button kind="primary" className="mt-3" disabled={work === 0} onClick={() => begin(mail)}>
          {t('people.importStart', { count: work })}
        </Button>
      )}
      {result && <Result result={result} />}
    </section>
  );
}
