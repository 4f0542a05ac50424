-- What the preparer wrote and the case's own names, before anything was hidden: never read for members, gone with the pack.
create table pack_source (
  case_id blob not null,
  version integer not null,
  edition integer not null,
  original text not null,
  names text not null,
  primary key (case_id, version),
  foreign key (case_id, version) references pack (case_id, version) on delete cascade
) strict;
-- One stretch of the original, by character, and whether members are spared or shown it.
create table redaction (
  case_id blob not null,
  version integer not null,
  begins integer not null,
  ends integer not null,
  type text not null,
  rule text not null,
  named integer,
  decision text not null check (decision in ('hidden','kept','added')),
  reason text,
  decided_by blob not null references person (id),
  decided_at integer not null,
  primary key (case_id, version, begins),
  foreign key (case_id, version) references pack_source (case_id, version) on delete cascade
) strict;
