-- An organisation that sends people to panels.
create table organisation (
  id blob primary key,
  body_id blob not null references body (id),
  name text not null,
  sector text not null check (sector in ('police','policing_body','magistracy','cps','hmcts','youth_justice','victim_service','probation','local_authority','health','community','other')),
  created_at integer not null,
  unique (body_id, name)
) strict;
-- A panel of a body.
create table panel (
  id blob primary key,
  body_id blob not null references body (id),
  code text not null,
  name text not null,
  kind text not null check (kind in ('adult_oocr','youth_oocr','joint_oocr','stop_search')),
  record_kind text not null,
  created_at integer not null,
  unique (body_id, code)
) strict;
-- One version of a panel's terms of reference; a version never changes.
create table terms (
  id blob primary key,
  panel_id blob not null references panel (id),
  version integer not null,
  scale_id text not null,
  scale_version integer not null,
  decision_mode text not null check (decision_mode in ('consensus','majority','chair')),
  quorum text not null,
  effective_from text not null,
  agreed_by blob references person (id),
  created_at integer not null,
  unique (panel_id, version)
) strict;
-- A seat on a panel; it belongs to an organisation.
create table seat (
  id blob primary key,
  panel_id blob not null references panel (id),
  organisation_id blob not null references organisation (id),
  title text not null,
  voting integer not null,
  holder_id blob references person (id),
  created_at integer not null,
  ended_at integer
) strict;
create index seat_panel on seat (panel_id);
create index seat_holder on seat (holder_id);
-- Somebody named to sit in a seat when its holder cannot.
create table substitute (
  seat_id blob not null references seat (id),
  person_id blob not null references person (id),
  named_by blob references person (id),
  named_at integer not null,
  ended_at integer,
  primary key (seat_id, person_id)
) strict;
