import { t } from './text/text';

/** The name of each job, and what it does. */
const jobs: Partial<Record<string, { name: string; does: string }>> = {
  'audit.retain': { name: t('job.auditRetain'), does: t('job.auditRetainDoes') },
  'calls.record': { name: t('job.callsRecord'), does: t('job.callsRecordDoes') },
  'calls.sweep': { name: t('job.callsSweep'), does: t('job.callsSweepDoes') },
  'credentials.moveFormer': { name: t('job.moveFormer'), does: t('job.moveFormerDoes') },
  'directory.readAgain': { name: t('job.directory'), does: t('job.directoryDoes') },
  'erasure.departures': { name: t('job.departures'), does: t('job.departuresDoes') },
  'erasure.erase': { name: t('job.erase'), does: t('job.eraseDoes') },
  'exports.buildOwn': { name: t('job.exportOwn'), does: t('job.exportOwnDoes') },
  'exports.buildWorkspace': { name: t('job.exportAll'), does: t('job.exportAllDoes') },
  'exports.sweep': { name: t('job.exportSweep'), does: t('job.exportSweepDoes') },
  'factors.enforce': { name: t('job.factors'), does: t('job.factorsDoes') },
  'merging.merge': { name: t('job.merge'), does: t('job.mergeDoes') },
  'moderation.sweep': { name: t('job.moderation'), does: t('job.moderationDoes') },
  'nodes.register': { name: t('job.nodes'), does: t('job.nodesDoes') },
  'overview.count': { name: t('job.count'), does: t('job.countDoes') },
  'people.import': { name: t('job.import'), does: t('job.importDoes') },
  'polls.sweep': { name: t('job.pollsSweep'), does: t('job.pollsSweepDoes') },
  'polls.tend': { name: t('job.polls'), does: t('job.pollsDoes') },
  'retention.retain': { name: t('job.retention'), does: t('job.retentionDoes') },
  'sessions.endExpired': { name: t('job.sessions'), does: t('job.sessionsDoes') },
  'sync.beacon': { name: t('job.beacon'), does: t('job.beaconDoes') },
  'uploads.sweep': { name: t('job.uploads'), does: t('job.uploadsDoes') },
  'users.endStatuses': { name: t('job.statuses'), does: t('job.statusesDoes') },
};

/** @returns what a job is called; of one of a newer server its own name */
export const nameOfJob = (job: string): string => jobs[job]?.name ?? job;

/** @returns what a job does, in a sentence; undefined for one of a newer server */
export const purposeOfJob = (job: string): string | undefined => jobs[job]?.does;
