-- One version of a meeting's sanitised results.
create table publication (
  id blob primary key,
  body_id blob not null references body (id),
  meeting_id blob not null references meeting (id),
  version integer not null,
  state text not null check (state in ('prepared','cleared','published','returned','withdrawn')),
  content text not null,
  content_hash blob not null,
  prepared_by blob not null references person (id),
  prepared_at integer not null,
  published_by blob references person (id),
  published_at integer,
  unique (meeting_id, version)
) strict;
-- Somebody's decision on results that others prepared.
create table clearance (
  publication_id blob not null references publication (id),
  person_id blob not null references person (id),
  decision text not null check (decision in ('cleared','refused')),
  note text not null,
  at integer not null,
  primary key (publication_id, person_id)
) strict;
