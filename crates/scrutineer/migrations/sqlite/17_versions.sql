-- The record that stands in the place of this one: a later version of it, or the earlier row that says the same.
alter table record add column superseded_by blob references record (id);
create index record_reference on record (body_id, kind, source_ref) where source_ref is not null;
create index record_superseded on record (superseded_by) where superseded_by is not null;
-- Rows alike are found by joining the months they share: an index on their hashes made every load slower.
drop index record_row;
create index frame_record_record on frame_record (record_id);
create index panel_case_record on panel_case (record_id);
-- How many records of earlier batches this one brought a new version of, and how often its own records have changed since.
alter table batch add column revised integer not null default 0;
alter table batch add column edition integer not null default 0;
-- How many records a batch brought by month and stratum, and how many of them stand.
create table batch_month (
  batch_id blob not null references batch (id) on delete cascade,
  month text not null,
  stratum text not null,
  records integer not null,
  standing integer not null,
  primary key (batch_id, month, stratum)
) strict;
insert into batch_month (batch_id, month, stratum, records, standing)
  select batch_id, month, stratum, count(*), count(*) from record group by batch_id, month, stratum;
-- A load that somebody took back: what it was, who took it back and why. Its records are gone.
create table undone_batch (
  id blob primary key,
  body_id blob not null references body (id),
  kind text not null,
  file_name text not null,
  source_hash blob not null,
  accepted integer not null,
  refused integer not null,
  loaded_by blob references person (id),
  loaded_at integer not null,
  undone_by blob not null references person (id),
  undone_at integer not null,
  reason text not null
) strict;
-- Flags and counts go with the records they are about.
alter table flag rename to old_flag;
-- What a rule flags of a record, for the panel to look at.
create table flag (
  batch_id blob not null references batch (id) on delete cascade,
  record_id blob not null references record (id) on delete cascade,
  rule text not null,
  result text not null check (result in ('breach','missing','mismatch','info')),
  primary key (record_id, rule)
) strict;
insert into flag (batch_id, record_id, rule, result) select batch_id, record_id, rule, result from old_flag;
drop table old_flag;
create index flag_batch on flag (batch_id, rule, record_id);
alter table rule_count rename to old_rule_count;
-- What each rule answered about the records of a batch and month that stand.
create table rule_count (
  batch_id blob not null references batch (id) on delete cascade,
  month text not null,
  rule text not null,
  pack text not null,
  pack_version integer not null,
  breach integer not null,
  missing integer not null,
  mismatch integer not null,
  info integer not null,
  unknown integer not null,
  passed integer not null,
  applied integer not null,
  primary key (batch_id, month, rule)
) strict;
insert into rule_count select * from old_rule_count;
-- How far the rules have come with a batch, and with which edition of it; a batch without a row has not been begun.
create table flag_look (
  batch_id blob primary key references batch (id) on delete cascade,
  edition integer not null,
  seen integer not null,
  last_id blob,
  ended integer not null
) strict;
insert into flag_look (batch_id, edition, seen, ended)
  select distinct c.batch_id, 0, b.accepted, 1 from old_rule_count c join batch b on b.id = c.batch_id;
drop table old_rule_count;
