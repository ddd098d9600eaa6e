import type { AuditCheckView, AuditFilter, AuditPageView } from '@parley/shared/audit';
import type { Core } from '../../core/core';
import { base } from '../../platform/base';

/** A page of entries, newest first. @param before only lower numbers */
export const loadPage = async (core: Core, filter: AuditFilter, before?: number): Promise<AuditPageView> =>
  await core.api.request('GET /audit', {
    query: { ...filter, ...(before === undefined ? {} : { before }) },
  });

export const verify = async (core: Core): Promise<AuditCheckView> =>
  await core.api.request('GET /audit/check');

/** Downloads the entries of a filter. @throws Error when the server refuses */
export async function download(core: Core, filter: AuditFilter, format: 'jsonl' | 'csv'): Promise<void> {
  const token = await core.api.freshToken();
  const query = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, value);
  const response = await fetch(`${base}/api/v1/audit/export?${query.toString()}`, {
    headers: { authorization: `Bearer ${token ?? ''}` },
  });
  if (!response.ok) throw new Error(String(response.status));
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = `audit-log.${format}`;
  link.click();
  URL.revokeObjectURL(url);
}
