-- How a force lays out its extract of a kind, from a day on: which column feeds which field, and what its values mean.
create table layout (
  id blob primary key,
  body_id blob not null references body (id),
  kind text not null,
  force text not null,
  since text not null,
  plan text not null,
  made_by blob not null references person (id),
  made_at integer not null
) strict;
create index layout_body on layout (body_id, kind, force, since);
