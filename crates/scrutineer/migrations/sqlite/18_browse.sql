-- Up to 65,536 records of a batch in the order of their ids: what is searched together. A record's place in it counts from 0.
create table segment (
  batch_id blob not null references batch (id) on delete cascade,
  part integer not null,
  body_id blob not null references body (id),
  kind text not null,
  records integer not null,
  primary key (batch_id, part)
) strict;
create index segment_kind on segment (body_id, kind);
-- The ids of up to 512 records of a segment, 16 bytes each, by place.
create table segment_piece (
  batch_id blob not null,
  part integer not null,
  piece integer not null,
  ids blob not null,
  primary key (batch_id, part, piece),
  foreign key (batch_id, part) references segment (batch_id, part) on delete cascade
) strict;
-- The places of a segment whose records have a value: a code, a month, or one binary digit of a number or date.
create table segment_value (
  body_id blob not null references body (id),
  kind text not null,
  field text not null,
  value text not null,
  batch_id blob not null,
  part integer not null,
  places blob not null,
  primary key (body_id, kind, field, value, batch_id, part),
  foreign key (batch_id, part) references segment (batch_id, part) on delete cascade
) strict;
create index segment_value_batch on segment_value (batch_id, part);
-- What the segments of a batch were made of: the fields looked at, which records stand, what the rules found.
create table segment_look (
  batch_id blob primary key references batch (id) on delete cascade,
  fields text not null,
  edition integer not null,
  flags text not null,
  looked_at integer not null
) strict;
-- How many standing records of a batch and month have nothing in a field, or say that it is not stated.
create table field_count (
  batch_id blob not null references batch (id) on delete cascade,
  month text not null,
  field text not null,
  records integer not null,
  blank integer not null,
  not_stated integer not null,
  primary key (batch_id, month, field)
) strict;
-- A filter, columns and order that somebody wants to find again. `address` holds codes alone.
create table saved_view (
  id blob primary key,
  body_id blob not null references body (id),
  person_id blob not null references person (id),
  kind text not null,
  name text not null,
  shared integer not null,
  address text not null,
  saved_at integer not null
) strict;
create index saved_view_body on saved_view (body_id, name);
