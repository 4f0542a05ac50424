create table pack (
  case_id uuid not null references panel_case (id),
  version bigint not null,
  state text not null check (state in ('preparing','prepared','returned','checked','released','withdrawn')),
  circumstances text not null,
  writers text not null,
  summary text not null,
  hash bytea,
  prepared_by uuid references person (id),
  prepared_at bigint,
  checked_by uuid references person (id),
  checked_at bigint,
  released_by uuid references person (id),
  released_at bigint,
  withdrawn_by uuid references person (id),
  withdrawn_at bigint,
  reason text,
  primary key (case_id, version)
);
create table pack_opening (
  id uuid primary key,
  case_id uuid not null references panel_case (id),
  version bigint not null,
  person_id uuid not null references person (id),
  at bigint not null
);
create index pack_opening_case on pack_opening (case_id);
