import { mayInWorkspace } from '@parley/shared/permissions';
import { use, type ComponentType } from 'react';
import { useParams } from 'wouter';
import { useScreens, type AdminGroup, type Tab } from '../../core/screens';
import { useAppSelector } from '../../core/store';
import { t } from './text/text';

/** The groups of pages, in their order. */
export const groups: readonly { id: AdminGroup; name: () => string }[] = [
  { id: 'workspace', name: () => t('admin.groupWorkspace') },
  { id: 'people', name: () => t('admin.groupPeople') },
  { id: 'security', name: () => t('admin.groupSecurity') },
  { id: 'system', name: () => t('admin.groupSystem') },
];

export const groupOf = ({ group = 'workspace' }: Tab): AdminGroup => group;

/** The pages that this person may open, in their order. */
export function usePages(): readonly Tab[] {
  const screens = useScreens();
  const role = useAppSelector((state) => state.session.me?.role ?? 'guest');
  const rank = (tab: Tab): number => groups.findIndex(({ id }) => id === groupOf(tab));
  return screens
    .flatMap((feature) => feature.admin ?? [])
    .filter(({ permission = 'changeWorkspace' }) => mayInWorkspace(permission, role))
    .sort((a, b) => rank(a) - rank(b) || a.order - b.order);
}

/** The page in the address; undefined for one that is unknown, or not for this person. */
export function useChosenPage(): Tab | undefined {
  const { page } = useParams();
  return usePages().find(({ id }) => id === page);
}

/** What the window is called. */
export const useAdminTitle = (): string => useChosenPage()?.name() ?? t('workspace.settings');

const loading = new Map<string, Promise<ComponentType>>();

function loadPage({ id, load }: Tab): Promise<ComponentType> {
  const known = loading.get(id);
  if (known) return known;
  const page = load();
  loading.set(id, page);
  // Tried again when it is opened again.
  page.catch(() => loading.delete(id));
  return page;
}

/** Suspends until the page has loaded. */
export const usePage = (tab: Tab): ComponentType => use(loadPage(tab));
