import { lazy } from 'react';
import { defineScreens } from '../../core/screens';
import { t } from '../../text/text';

declare module '../../core/dialogs' {
  interface DialogProps {
    jump: object;
    createRoom: object;
    directory: object;
    newDirect: object;
    addPeople: { roomId: string };
  }
}

export const loadJumpDialog = () => import('./JumpDialog').then((m) => ({ default: m.JumpDialog }));
const JumpDialog = lazy(loadJumpDialog);
const CreateRoomDialog = lazy(() =>
  import('./CreateRoomDialog').then((m) => ({ default: m.CreateRoomDialog })),
);
const DirectoryDialog = lazy(() => import('./DirectoryDialog').then((m) => ({ default: m.DirectoryDialog })));
const NewDirectDialog = lazy(() => import('./PeopleDialogs').then((m) => ({ default: m.NewDirectDialog })));
const AddPeopleDialog = lazy(() => import('./PeopleDialogs').then((m) => ({ default: m.AddPeopleDialog })));
const RoomDetails = lazy(() => import('./RoomDetails').then((m) => ({ default: m.RoomDetails })));

export const rooms = defineScreens({
  name: 'rooms',
  panels: { details: { Panel: RoomDetails, title: () => t('rooms.details') } },
  dialogs: {
    jump: JumpDialog,
    createRoom: CreateRoomDialog,
    directory: DirectoryDialog,
    newDirect: NewDirectDialog,
    addPeople: AddPeopleDialog,
  },
});
