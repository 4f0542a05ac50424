alter table record add column superseded_by uuid references record (id);
create index record_reference on record (body_id, kind, source_ref) where source_ref is not null;
create index record_superseded on record (superseded_by) where superseded_by is not null;
drop index record_row;
create index frame_record_record on frame_record (record_id);
create index panel_case_record on panel_case (record_id);
alter table batch add column revised bigint not null default 0;
alter table batch add column edition bigint not null default 0;
create table batch_month (
  batch_id uuid not null references batch (id) on delete cascade,
  month text not null,
  stratum text not null,
  records bigint not null,
  standing bigint not null,
  primary key (batch_id, month, stratum)
);
insert into batch_month (batch_id, month, stratum, records, standing)
  select batch_id, month, stratum, count(*), count(*) from record group by batch_id, month, stratum;
create table undone_batch (
  id uuid primary key,
  body_id uuid not null references body (id),
  kind text not null,
  file_name text not null,
  source_hash bytea not null,
  accepted bigint not null,
  refused bigint not null,
  loaded_by uuid references person (id),
  loaded_at bigint not null,
  undone_by uuid not null references person (id),
  undone_at bigint not null,
  reason text not null
);
alter table flag rename to old_flag;
create table flag (
  batch_id uuid not null references batch (id) on delete cascade,
  record_id uuid not null references record (id) on delete cascade,
  rule text not null,
  result text not null check (result in ('breach','missing','mismatch','info')),
  primary key (record_id, rule)
);
insert into flag (batch_id, record_id, rule, result) select batch_id, record_id, rule, result from old_flag;
drop table old_flag;
alter index flag_pkey1 rename to flag_pkey;
create index flag_batch on flag (batch_id, rule, record_id);
alter table rule_count rename to old_rule_count;
create table rule_count (
  batch_id uuid not null references batch (id) on delete cascade,
  month text not null,
  rule text not null,
  pack text not null,
  pack_version bigint not null,
  breach bigint not null,
  missing bigint not null,
  mismatch bigint not null,
  info bigint not null,
  unknown bigint not null,
  passed bigint not null,
  applied bigint not null,
  primary key (batch_id, month, rule)
);
insert into rule_count select * from old_rule_count;
create table flag_look (
  batch_id uuid primary key references batch (id) on delete cascade,
  edition bigint not null,
  seen bigint not null,
  last_id uuid,
  ended boolean not null
);
insert into flag_look (batch_id, edition, seen, ended)
  select distinct c.batch_id, 0, b.accepted, true from old_rule_count c join batch b on b.id = c.batch_id;
drop table old_rule_count;
alter index rule_count_pkey1 rename to rule_count_pkey;
