-- What a rule flags of a record, for the panel to look at.
create table flag (
  batch_id blob not null references batch (id),
  record_id blob not null references record (id),
  rule text not null,
  result text not null check (result in ('breach','missing','mismatch','info')),
  primary key (batch_id, record_id, rule)
) strict;
-- What each rule answered about the records of a batch and month. A batch without rows here has not been looked at yet.
create table rule_count (
  batch_id blob not null references batch (id),
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
-- Somebody's decision that a rule is used, or no longer used, on the records of a body. The newest stands.
create table rule_switch (
  body_id blob not null references body (id),
  place integer not null,
  rule text not null,
  turned_on integer not null,
  why text not null,
  switched_by blob not null references person (id),
  switched_at integer not null,
  primary key (body_id, place)
) strict;
