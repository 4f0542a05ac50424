create table job (
  id uuid primary key,
  kind text not null,
  payload text not null,
  run_at bigint not null,
  attempts bigint not null default 0,
  lease_until bigint,
  done_at bigint,
  fault text,
  created_at bigint not null
);
create index job_due on job (done_at, run_at);
create table sealing_key (
  one bigint primary key check (one = 1),
  fingerprint bytea not null,
  since bigint not null
);
