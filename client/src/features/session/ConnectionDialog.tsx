import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useAppSelector } from '../../core/store';
import { t } from './text/text';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { SkeletonRows } from '../../ui/Skeleton';
import { diagnose, type Diagnosis, type Finding } from './diagnosis';

function FindingRow({ isGood, says, cure }: Finding) {
  const Icon = isGood ? CircleCheck : TriangleAlert;
  return (
    <li className="flex gap-2.5">
      <Icon
        size={18}
        strokeWidth={1.75}
        aria-hidden="true"
        className={isGood ? 'mt-0.5 shrink-0 text-accent' : 'mt-0.5 shrink-0 text-danger'}
      />
      <div className="min-w-0 text-[14px]">
        <p className="m-0">{says}</p>
        {cure !== undefined && <p className="m-0 mt-1 text-soft">{cure}</p>}
      </div>
    </li>
  );
}

/** What is wrong with the connection, as `npm run doctor` reports it. */
export function ConnectionDialog({ onClose }: { onClose: () => void }) {
  const core = useCore();
  const connection = useAppSelector((state) => state.session.connection);
  const [found, setFound] = useState<Diagnosis>();
  const look = useCallback(() => void diagnose(core).then(setFound), [core]);
  // Again when the connection changes while the dialog is open.
  useEffect(look, [look, connection]);
  const again = (): void => {
    setFound(undefined);
    core.hurry();
    look();
  };
  return (
    <Dialog open onClose={onClose} title={t('connection.title')}>
      <div aria-live="polite">
        {found ? (
          <ul className="m-0 list-none space-y-3.5 p-0">
            {found.findings.map((finding) => (
              <FindingRow key={finding.says} {...finding} />
            ))}
          </ul>
        ) : (
          <SkeletonRows rows={1} />
        )}
        {found?.seen && (
          <p className="mt-4 mb-0 border-t border-line pt-3 text-[13px] text-soft">
            {t('connection.seen', { address: found.seen.address, host: found.seen.host })}
          </p>
        )}
      </div>
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={again}>{t('connection.again')}</Button>
        <Button kind="primary" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </Dialog>
  );
}
