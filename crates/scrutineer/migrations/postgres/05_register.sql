create table upload (
  id uuid primary key,
  body_id uuid not null references body (id),
  kind text not null,
  profile text not null,
  file_name text not null,
  source_hash bytea not null,
  content bytea,
  preview text not null,
  uploaded_by uuid not null references person (id),
  uploaded_at bigint not null,
  expires_at bigint not null,
  fate text check (fate in ('loaded','discarded','expired')),
  check ((content is null) = (fate is not null))
);
create index upload_waiting on upload (fate, expires_at);
create table batch (
  id uuid primary key,
  body_id uuid not null references body (id),
  kind text not null,
  kind_version bigint not null,
  profile text not null,
  file_name text not null,
  source_hash bytea not null,
  rows_read bigint not null,
  accepted bigint not null,
  refused bigint not null,
  duplicates bigint not null,
  summary text not null,
  loaded_by uuid references person (id),
  loaded_at bigint not null,
  unique (body_id, kind, source_hash),
  unique (id, body_id)
);
create table record (
  id uuid primary key,
  batch_id uuid not null,
  body_id uuid not null,
  kind text not null,
  line bigint not null,
  source_ref text,
  month text not null,
  stratum text not null,
  row_hash bytea not null,
  duplicate boolean not null,
  data text not null,
  foreign key (batch_id, body_id) references batch (id, body_id)
);
create index record_period on record (body_id, kind, month, stratum);
create index record_row on record (body_id, kind, row_hash);
create table refused_row (
  batch_id uuid not null references batch (id),
  line bigint not null,
  heading text not null,
  rule text not null,
  message text not null,
  primary key (batch_id, line)
);
