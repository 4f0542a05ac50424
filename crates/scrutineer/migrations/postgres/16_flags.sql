-- What a rule flags of a record, for the panel to look at.
create table flag (
  batch_id uuid not null references batch (id),
  record_id uuid not null references record (id),
  rule text not null,
  result text not null check (result in ('breach','missing','mismatch','info')),
  primary key (batch_id, record_id, rule)
);
-- What each rule answered about the records of a batch and month. A batch without rows here has not been looked at yet.
create table rule_count (
  batch_id uuid not null references batch (id),
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
-- Somebody's decision that a rule is used, or no longer used, on the records of a body. The newest stands.
create table rule_switch (
  body_id uuid not null references body (id),
  place bigint not null,
  rule text not null,
  turned_on boolean not null,
  why text not null,
  switched_by uuid not null references person (id),
  switched_at bigint not null,
  primary key (body_id, place)
);
