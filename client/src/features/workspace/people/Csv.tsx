import type { ImportView, PeopleFilter } from '@parley/shared/people';
import { Download, Upload } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useCore } from '../../../core/coreContext';
import { Button } from '../../../ui/Button';
import { Failure } from '../../../ui/Failure';
import { SkeletonRows } from '../../../ui/Skeleton';
import { downloadPeople } from '../public/commands';
import { t } from '../text/text';
import type { PeopleView } from './usePeople';

const ImportForm = lazy(() => import('./ImportForm').then((m) => ({ default: m.ImportForm })));

/** The filter of a view, without its order. */
const filterOf = ({ sort: _, descending: _d, ...filter }: PeopleView): PeopleFilter => filter;

/** Takes the list along, or adds people from one. */
export function Csv({ view, onImported }: { view: PeopleView; onImported: (done: ImportView) => void }) {
  const core = useCore();
  const [open, setOpen] = useState(false);
  const [failed, setFailed] = useState(false);
  const save = (): void => {
    setFailed(false);
    downloadPeople(core, filterOf(view)).catch(() => setFailed(true));
  };
  return (
    <>
      <div className="mb-3 flex flex-wrap gap-2">
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          <Upload size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('people.import')}
        </Button>
        <Button onClick={save}>
          <Download size={16} strokeWidth={1.75} aria-hidden="true" />
          {t('people.export')}
        </Button>
      </div>
      <Failure>{failed && t('people.exportFailed')}</Failure>
      {open && (
        <Suspense fallback={<SkeletonRows rows={3} />}>
          <ImportForm onImported={onImported} />
        </Suspense>
      )}
    </>
  );
}
