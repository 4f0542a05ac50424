-- How a panel's papers are handled: set by the coordinator, each change logged. Without a row the defaults hold.
create table paper_rules (
  panel_id blob primary key references panel (id),
  access_days integer not null, -- days after the meeting on which members may still read
  least integer not null, -- records that should share what a pack shows
  least_children integer not null, -- the same where the record is about a child
  changed_by blob references person (id),
  changed_at integer not null
) strict;
-- What stands on the cover of a version of a pack, and what of its facts is told less exactly.
create table pack_cover (
  case_id blob not null,
  version integer not null,
  marking text not null check (marking in ('official','official_sensitive')),
  handling text not null check (handling in ('','panel_only','do_not_copy','child')),
  wider text not null,
  primary key (case_id, version),
  foreign key (case_id, version) references pack (case_id, version) on delete cascade
) strict;
-- A released version whose facts fit too few records, and why it was released all the same.
create table pack_crowd (
  case_id blob not null,
  version integer not null,
  records integer not null, -- that share what is shown, the case itself among them
  least integer not null, -- that should
  reason text not null,
  decided_by blob not null references person (id),
  decided_at integer not null,
  primary key (case_id, version),
  foreign key (case_id, version) references pack (case_id, version) on delete cascade
) strict;
-- A copy of a released version that one person can read, from when they first opened it.
create table pack_copy (
  id blob primary key,
  case_id blob not null references panel_case (id),
  version integer not null,
  number integer not null, -- counted from 1 for each version
  person_id blob not null references person (id),
  issued_at integer not null,
  unique (case_id, version, number)
) strict;
create index pack_copy_person on pack_copy (person_id);
-- How much work a case took its preparers: not who.
create table pack_effort (
  case_id blob primary key references panel_case (id),
  pages integer not null, -- pages opened
  saves integer not null, -- times something was sent
  seconds integer not null, -- worked, a pause of more than five minutes counted as none
  last_at integer not null
) strict;
