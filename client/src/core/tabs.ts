import { use, type ComponentType } from 'react';
import { useScreens, type Screens, type Tab } from './screens';

export interface LoadedTab {
  id: string;
  name: string;
  Tab: ComponentType;
}

type Kind = 'settings';
const loading = new Map<Kind, Promise<LoadedTab[]>>();

const loadTab = async ({ id, name, load }: Tab): Promise<LoadedTab> => ({
  id,
  name: name(),
  Tab: await load(),
});

/** All load together: none of them needs the network once the dialog is open. */
function loadTabs(screens: readonly Screens[], kind: Kind): Promise<LoadedTab[]> {
  const known = loading.get(kind);
  if (known) return known;
  const tabs = screens.flatMap((feature) => feature[kind] ?? []).sort((a, b) => a.order - b.order);
  const all = Promise.all(tabs.map(loadTab));
  loading.set(kind, all);
  // A failed load is retried when the dialog opens again.
  all.catch(() => loading.delete(kind));
  return all;
}

/** The tabs that features bring for a dialog, in their order. Suspends until they have loaded. */
export const useTabs = (kind: Kind): LoadedTab[] => use(loadTabs(useScreens(), kind));
