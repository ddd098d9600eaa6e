import { Tabs } from '@base-ui/react/tabs';
import type { ComponentType } from 'react';
import { Dialog } from './Dialog';

export interface TabOf<Id extends string> {
  id: Id;
  name: string;
  Tab: ComponentType;
}

interface TabbedDialogProps<Id extends string> {
  title: string;
  tabs: readonly TabOf<Id>[];
  first: Id;
  onClose: () => void;
}

/** A wide dialog with several tabs: their names are beside them, on a phone above. */
export function TabbedDialog<Id extends string>({ title, tabs, first, onClose }: TabbedDialogProps<Id>) {
  return (
    <Dialog open onClose={onClose} title={title} wide>
      <Tabs.Root
        defaultValue={first}
        orientation="vertical"
        className="flex min-h-[380px] gap-6 max-[819px]:flex-col max-[819px]:gap-4"
      >
        <Tabs.List
          aria-label={title}
          className="flex w-40 shrink-0 flex-col gap-0.5 max-[819px]:w-full max-[819px]:flex-row max-[819px]:overflow-x-auto"
        >
          {tabs.map(({ id, name }) => (
            <Tabs.Tab
              key={id}
              value={id}
              className="min-h-8 shrink-0 rounded-lg px-3 py-1 text-start text-[14px] leading-5 text-soft hover:bg-hover data-[active]:bg-selected data-[active]:font-semibold data-[active]:text-text max-[819px]:h-11 max-[819px]:px-2"
            >
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map(({ id, Tab }) => (
          <Tabs.Panel key={id} value={id} className="min-w-0 flex-1 outline-none">
            <Tab />
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </Dialog>
  );
}
