-- Up to 65,536 records of a batch in the order of their ids: what is searched together. A record's place in it counts from 0.
create table segment (
  batch_id uuid not null references batch (id) on delete cascade,
  part bigint not null,
  body_id uuid not null references body (id),
  kind text not null,
  records bigint not null,
  primary key (batch_id, part)
);
create index segment_kind on segment (body_id, kind);
-- The ids of up to 512 records of a segment, 16 bytes each, by place.
create table segment_piece (
  batch_id uuid not null,
  part bigint not null,
  piece bigint not null,
  ids bytea not null,
  primary key (batch_id, part, piece),
  foreign key (batch_id, part) references segment (batch_id, part) on delete cascade
);
-- The places of a segment whose records have a value: a code, a month, or one binary digit of a number or date.
create table segment_value (
  body_id uuid not null references body (id),
  kind text not null,
  field text not null,
  value text collate "C" not null,
  batch_id uuid not null,
  part bigint not null,
  places bytea not null,
  primary key (body_id, kind, field, value, batch_id, part),
  foreign key (batch_id, part) references segment (batch_id, part) on delete cascade
);
create index segment_value_batch on segment_value (batch_id, part);
-- What the segments of a batch were made of: the fields looked at, which records stand, what the rules found.
create table segment_look (
  batch_id uuid primary key references batch (id) on delete cascade,
  fields text not null,
  edition bigint not null,
  flags text not null,
  looked_at bigint not null
);
-- How many standing records of a batch and month have nothing in a field, or say that it is not stated.
create table field_count (
  batch_id uuid not null references batch (id) on delete cascade,
  month text not null,
  field text not null,
  records bigint not null,
  blank bigint not null,
  not_stated bigint not null,
  primary key (batch_id, month, field)
);
-- A filter, columns and order that somebody wants to find again. `address` holds codes alone.
create table saved_view (
  id uuid primary key,
  body_id uuid not null references body (id),
  person_id uuid not null references person (id),
  kind text not null,
  name text not null,
  shared boolean not null,
  address text not null,
  saved_at bigint not null
);
create index saved_view_body on saved_view (body_id, name);
-- References are looked up by how they begin: byte by byte, as in SQLite, whatever the language of the server.
alter table record alter column source_ref type text collate "C";
-- Sets of places do not get smaller by compression.
alter table segment_value alter column places set storage external;
alter table segment_piece alter column ids set storage external;
