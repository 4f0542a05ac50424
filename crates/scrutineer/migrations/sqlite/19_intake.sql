-- The key of an object kept outside the database, sealed: null once it was erased, and the object with it.
create table blob (
  id blob primary key,
  sealed_key blob,
  made_at integer not null,
  erased_at integer
) strict;
-- A document handed over for a case: what was read of it, never seen by members, erased with its original.
create table document (
  id blob primary key,
  case_id blob not null references panel_case (id),
  place integer not null,
  title text not null,
  name text not null,
  form text not null,
  bytes integer not null,
  hash blob not null,
  text text not null,
  dropped text not null,
  notes text not null,
  state text not null check (state in ('read','held','confirmed','removed','erased')),
  hold text,
  used_in integer,
  original blob references blob (id),
  picture blob references blob (id),
  added_by blob not null references person (id),
  added_at integer not null,
  settled_by blob references person (id),
  settled_at integer,
  unique (case_id, place)
) strict;
-- The documents of many cases handed over at once, and what went where.
create table handover (
  id blob primary key,
  draw_id blob not null references draw (id),
  name text not null,
  went text not null,
  by_person blob not null references person (id),
  at integer not null
) strict;
create index handover_draw on handover (draw_id);
