alter table paper_rules add column offline boolean not null default true;
alter table paper_rules add column offline_days bigint not null default 14;
create table offline_pack (
  id uuid primary key,
  person_id uuid not null references person (id),
  body_id uuid not null references body (id),
  blob_id uuid not null references blob (id),
  sha256 bytea not null,
  sealed_key bytea,
  made_at bigint not null,
  expires_at bigint not null
);
create index offline_pack_person on offline_pack (person_id);
create index offline_pack_expires on offline_pack (expires_at) where sealed_key is not null;
create table offline_case (
  pack_id uuid not null references offline_pack (id),
  case_id uuid not null references panel_case (id),
  version bigint not null,
  known bytea not null,
  settled bytea,
  outcome text check (outcome in ('taken','same','waits','kept','sealed','late','gone','long')),
  brought text,
  primary key (pack_id, case_id)
);
create index offline_case_case on offline_case (case_id);
