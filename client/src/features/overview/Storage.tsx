import type { StorageView } from '@parley/shared/overview/storage';
import { useCallback } from 'react';
import { Link } from 'wouter';
import { useCore } from '../../core/coreContext';
import { useLoaded } from '../../core/useLoaded';
import { sentenceOf } from '../../platform/api';
import { locale } from '../../text/language';
import { Failure } from '../../ui/Failure';
import { Lead } from '../../ui/PageText';
import { SkeletonRows } from '../../ui/Skeleton';
import { formatDay } from '../../ui/times';
import { formatBytes } from '../exports/public/bytes';
import { loadStorage, testStorage } from './commands';
import { Section } from './Section';
import { TestButton } from './public/TestButton';
import { t } from './text/text';
import { Usage } from './Usage';

const stores: Record<StorageView['store'], string> = {
  folder: t('storage.folder'),
  gridfs: t('storage.gridfs'),
  s3: t('storage.s3'),
};

function Store({ storage }: { storage: StorageView }) {
  const core = useCore();
  const { store, place, former } = storage;
  return (
    <Section title={t('storage.store')}>
      <p className="m-0 mb-3 text-[14px]">
        {stores[store]}
        {place !== null && (
          <code dir="ltr" className="block text-[13px] break-all text-soft">
            {place}
          </code>
        )}
        {former !== null && (
          <span className="block text-[13px] text-soft">
            {t('storage.former', { store: stores[former] })}
          </span>
        )}
      </p>
      <TestButton
        label={t('storage.test')}
        during={t('storage.testing')}
        run={async () => {
          await testStorage(core);
          return t('storage.works');
        }}
      />
    </Section>
  );
}

// In the unit in which they are set.
const megabytes = new Intl.NumberFormat(locale, { style: 'unit', unit: 'megabyte' });

const Limits = ({ limits }: { limits: StorageView['limits'] }) => (
  <Section title={t('storage.limits')}>
    <p className="m-0 text-[14px]">
      {t('storage.limitsAre', {
        file: megabytes.format(limits.file),
        person: megabytes.format(limits.person),
      })}{' '}
      <Link to="/admin/general" className="font-semibold text-accent">
        {t('common.change')}
      </Link>
    </p>
  </Section>
);

const Largest = ({ files }: { files: StorageView['largest'] }) => (
  <Section title={t('storage.largest')}>
    <Lead>{t('storage.largestLead')}</Lead>
    <ul aria-label={t('storage.largest')} className="m-0 list-none divide-y divide-line p-0">
      {files.map((file) => (
        <li key={file.fileId} className="flex items-baseline gap-4 py-2 text-[14px]">
          <div className="min-w-0 flex-1">
            <div className="truncate">
              <bdi>{file.name}</bdi>
            </div>
            <div className="truncate text-[13px] text-soft">
              <Link to={`/rooms/${file.roomId}`} className="hover:underline">
                # <bdi>{file.roomName}</bdi>
              </Link>
              {' · '}
              <bdi>{file.owner}</bdi> · {formatDay(Date.parse(file.createdAt))}
            </div>
          </div>
          <span className="tabular shrink-0 text-[13px] text-soft">{formatBytes(file.bytes)}</span>
        </li>
      ))}
    </ul>
  </Section>
);

/** Where files are, whether that works, and what they take up. */
export function Storage() {
  const core = useCore();
  const load = useCallback(() => loadStorage(core), [core]);
  const { value: storage, failure } = useLoaded(load);
  return (
    <>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {!storage && failure === undefined && <SkeletonRows rows={5} />}
      {storage && (
        <>
          <Store storage={storage} />
          <Limits limits={storage.limits} />
          <Section title={t('overview.storage')}>
            <Usage usage={storage.usage} />
          </Section>
          {storage.largest.length > 0 && <Largest files={storage.largest} />}
        </>
      )}
    </>
  );
}
