-- A file uploaded and previewed; its content goes when it is loaded, discarded or nobody did either in time.
create table upload (
  id blob primary key,
  body_id blob not null references body (id),
  kind text not null,
  profile text not null,
  file_name text not null,
  source_hash blob not null,
  content blob,
  preview text not null,
  uploaded_by blob not null references person (id),
  uploaded_at integer not null,
  expires_at integer not null,
  fate text check (fate in ('loaded','discarded','expired')),
  check ((content is null) = (fate is not null))
) strict;
create index upload_waiting on upload (fate, expires_at);
-- A file loaded into the register: what was read, accepted and refused.
create table batch (
  id blob primary key,
  body_id blob not null references body (id),
  kind text not null,
  kind_version integer not null,
  profile text not null,
  file_name text not null,
  source_hash blob not null,
  rows_read integer not null,
  accepted integer not null,
  refused integer not null,
  duplicates integer not null,
  summary text not null,
  loaded_by blob references person (id),
  loaded_at integer not null,
  unique (body_id, kind, source_hash),
  unique (id, body_id)
) strict;
-- One record of the register, as mapped to its kind.
create table record (
  id blob primary key,
  batch_id blob not null,
  body_id blob not null,
  kind text not null,
  line integer not null,
  source_ref text,
  month text not null,
  stratum text not null,
  row_hash blob not null,
  duplicate integer not null,
  data text not null,
  foreign key (batch_id, body_id) references batch (id, body_id)
) strict;
create index record_period on record (body_id, kind, month, stratum);
create index record_row on record (body_id, kind, row_hash);
-- A row of a file that was refused, and why.
create table refused_row (
  batch_id blob not null references batch (id),
  line integer not null,
  heading text not null,
  rule text not null,
  message text not null,
  primary key (batch_id, line)
) strict;
