-- The key of an object kept outside the database, sealed: null once it was erased, and the object with it.
create table blob (
  id uuid primary key,
  sealed_key bytea,
  made_at bigint not null,
  erased_at bigint
);
-- A document handed over for a case: what was read of it, never seen by members, erased with its original.
create table document (
  id uuid primary key,
  case_id uuid not null references panel_case (id),
  place bigint not null,
  title text not null,
  name text not null,
  form text not null,
  bytes bigint not null,
  hash bytea not null,
  text text not null,
  dropped text not null,
  notes text not null,
  state text not null check (state in ('read','held','confirmed','removed','erased')),
  hold text,
  used_in bigint,
  original uuid references blob (id),
  picture uuid references blob (id),
  added_by uuid not null references person (id),
  added_at bigint not null,
  settled_by uuid references person (id),
  settled_at bigint,
  unique (case_id, place)
);
-- The documents of many cases handed over at once, and what went where.
create table handover (
  id uuid primary key,
  draw_id uuid not null references draw (id),
  name text not null,
  went text not null,
  by_person uuid not null references person (id),
  at bigint not null
);
create index handover_draw on handover (draw_id);
