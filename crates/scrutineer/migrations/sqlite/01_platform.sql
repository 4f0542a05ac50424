-- Work that must happen after an act: mail. Done by one worker, tried again with growing pauses.
create table job (
  id blob primary key,
  kind text not null,
  payload text not null,
  run_at integer not null,
  attempts integer not null default 0,
  lease_until integer,
  done_at integer,
  fault text,
  created_at integer not null
) strict;
create index job_due on job (done_at, run_at);
-- The key that seals secrets of people, by its fingerprint alone: the key itself is never in the database.
create table sealing_key (
  one integer primary key check (one = 1),
  fingerprint blob not null,
  since integer not null
) strict;
