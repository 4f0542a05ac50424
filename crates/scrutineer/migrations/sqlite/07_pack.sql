-- One version of a case's papers, and who prepared, checked and released it.
create table pack (
  case_id blob not null references panel_case (id),
  version integer not null,
  state text not null check (state in ('preparing','prepared','returned','checked','released','withdrawn')),
  circumstances text not null,
  writers text not null,
  summary text not null,
  hash blob,
  prepared_by blob references person (id),
  prepared_at integer,
  checked_by blob references person (id),
  checked_at integer,
  released_by blob references person (id),
  released_at integer,
  withdrawn_by blob references person (id),
  withdrawn_at integer,
  reason text,
  primary key (case_id, version)
) strict;
-- One opening of a released pack by one person.
create table pack_opening (
  id blob primary key,
  case_id blob not null references panel_case (id),
  version integer not null,
  person_id blob not null references person (id),
  at integer not null
) strict;
create index pack_opening_case on pack_opening (case_id);
