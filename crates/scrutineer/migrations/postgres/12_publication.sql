create table publication (
  id uuid primary key,
  body_id uuid not null references body (id),
  meeting_id uuid not null references meeting (id),
  version bigint not null,
  state text not null check (state in ('prepared','cleared','published','returned','withdrawn')),
  content text not null,
  content_hash bytea not null,
  prepared_by uuid not null references person (id),
  prepared_at bigint not null,
  published_by uuid references person (id),
  published_at bigint,
  unique (meeting_id, version)
);
create table clearance (
  publication_id uuid not null references publication (id),
  person_id uuid not null references person (id),
  decision text not null check (decision in ('cleared','refused')),
  note text not null,
  at bigint not null,
  primary key (publication_id, person_id)
);
