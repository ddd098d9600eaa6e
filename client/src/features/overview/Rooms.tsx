import { managedRoomLimits, roomFilters, roomSorts } from '@parley/shared/overview/rooms';
import type { ManagedRoomPage, ManagedRoomsQuery, RoomFilter, RoomSort } from '@parley/shared/overview/rooms';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useCore } from '../../core/coreContext';
import { useLoaded } from '../../core/useLoaded';
import { sentenceOf } from '../../platform/api';
import { Button } from '../../ui/Button';
import { Failure } from '../../ui/Failure';
import { Field } from '../../ui/Field';
import { Empty, Lead } from '../../ui/PageText';
import { SkeletonRows } from '../../ui/Skeleton';
import { loadManagedRooms } from './commands';
import { RoomRow } from './RoomRow';
import { t } from './text/text';

const filters: Record<RoomFilter, string> = {
  all: t('allRooms.all'),
  public: t('allRooms.public'),
  private: t('allRooms.private'),
  archived: t('allRooms.archived'),
};
const sorts: Record<RoomSort, string> = {
  name: t('allRooms.byName'),
  members: t('allRooms.byMembers'),
  messages: t('allRooms.byMessages'),
  bytes: t('allRooms.byBytes'),
  activity: t('allRooms.byActivity'),
};

interface SelectProps<V extends string> {
  label: string;
  value: V;
  options: readonly V[];
  names: Record<V, string>;
  onChange: (value: V) => void;
}

const Select = <V extends string>({ label, value, options, names, onChange }: SelectProps<V>) => (
  <label className="mb-4 text-[13px] font-semibold">
    {label}
    <select
      value={value}
      onChange={(event) => onChange(event.target.value as V)}
      className="mt-1.5 block h-[42px] w-full rounded-lg border border-strong bg-page px-2 text-[14px] font-normal"
    >
      {options.map((option) => (
        <option key={option} value={option}>
          {names[option]}
        </option>
      ))}
    </select>
  </label>
);

type Shown = Pick<ManagedRoomsQuery, 'filter' | 'sort' | 'offset'>;

/** The page before and the page after. */
function Pages({
  page,
  offset,
  onTurn,
}: {
  page: ManagedRoomPage;
  offset: number;
  onTurn: (to: number) => void;
}) {
  const size = managedRoomLimits.page;
  if (page.total <= size) return null;
  const range = { from: offset + 1, to: offset + page.rooms.length, total: page.total };
  return (
    <nav aria-label={t('allRooms.pages')} className="mt-4 flex items-center gap-3">
      <Button disabled={offset === 0} onClick={() => onTurn(Math.max(0, offset - size))}>
        {t('allRooms.previous')}
      </Button>
      <Button disabled={offset + size >= page.total} onClick={() => onTurn(offset + size)}>
        {t('allRooms.following')}
      </Button>
      <span className="tabular text-[13px] text-soft">{t('allRooms.range', range)}</span>
    </nav>
  );
}

interface FiltersProps {
  typed: string;
  onType: (typed: string) => void;
  shown: Shown;
  onChange: (shown: Shown) => void;
}

/** Which rooms are shown, and in which order. */
const Filters = ({ typed, onType, shown, onChange }: FiltersProps) => (
  <div role="search" className="grid grid-cols-2 gap-x-3 min-[820px]:grid-cols-[2fr_1fr_1fr]">
    <Field
      label={t('allRooms.search')}
      type="search"
      maxLength={managedRoomLimits.search}
      value={typed}
      onChange={(event) => {
        onType(event.target.value);
        if (shown.offset > 0) onChange({ ...shown, offset: 0 });
      }}
      className="max-[819px]:col-span-2"
    />
    <Select
      label={t('allRooms.show')}
      value={shown.filter}
      options={roomFilters}
      names={filters}
      onChange={(filter) => onChange({ ...shown, filter, offset: 0 })}
    />
    <Select
      label={t('allRooms.sort')}
      value={shown.sort}
      options={roomSorts}
      names={sorts}
      onChange={(sort) => onChange({ ...shown, sort, offset: 0 })}
    />
  </div>
);

interface ListProps {
  query: Partial<ManagedRoomsQuery>;
  onTurn: (offset: number) => void;
  /** The room that is being managed: it stays open when the list is read again. */
  openId: string | undefined;
  onOpen: (roomId: string | undefined) => void;
}

/** A page of the rooms of one query. */
function List({ query, onTurn, openId, onOpen }: ListProps) {
  const core = useCore();
  const load = useCallback(() => loadManagedRooms(core, query), [core, query]);
  const { value: page, failure, act } = useLoaded(load);
  return (
    <>
      <Failure>{failure !== undefined && sentenceOf(failure)}</Failure>
      {!page && failure === undefined && <SkeletonRows rows={5} />}
      {page?.rooms.length === 0 && <Empty>{t('allRooms.none')}</Empty>}
      <ul aria-label={t('allRooms.title')} className="m-0 list-none divide-y divide-line p-0">
        {page?.rooms.map((room) => (
          <RoomRow
            key={room.roomId}
            room={room}
            open={room.roomId === openId}
            onOpen={(open) => onOpen(open ? room.roomId : undefined)}
            act={act}
          />
        ))}
      </ul>
      {page && <Pages page={page} offset={query.offset ?? 0} onTurn={onTurn} />}
    </>
  );
}

/** Writing a name requests nothing before it pauses, in ms. */
const PAUSE_MS = 250;

/** All rooms of the workspace but conversations of people: what they take up, and how to change them from outside. */
export function Rooms() {
  const [typed, setTyped] = useState('');
  const [q, setQ] = useState('');
  const [openId, setOpenId] = useState<string>();
  const [shown, setShown] = useState<Shown>({ filter: 'all', sort: 'name', offset: 0 });
  useEffect(() => {
    const timer = setTimeout(() => setQ(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const query = useMemo(() => ({ ...shown, ...(q === '' ? {} : { q }) }), [shown, q]);
  return (
    <>
      <Lead>{t('allRooms.lead')}</Lead>
      <Filters typed={typed} onType={setTyped} shown={shown} onChange={setShown} />
      {/* With a key: an answer to an earlier query is of no use. */}
      <List
        key={JSON.stringify(query)}
        query={query}
        onTurn={(offset) => setShown({ ...shown, offset })}
        openId={openId}
        onOpen={setOpenId}
      />
    </>
  );
}
