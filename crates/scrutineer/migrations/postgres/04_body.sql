create table organisation (
  id uuid primary key,
  body_id uuid not null references body (id),
  name text not null,
  sector text not null check (sector in ('police','policing_body','magistracy','cps','hmcts','youth_justice','victim_service','probation','local_authority','health','community','other')),
  created_at bigint not null,
  unique (body_id, name)
);
create table panel (
  id uuid primary key,
  body_id uuid not null references body (id),
  code text not null,
  name text not null,
  kind text not null check (kind in ('adult_oocr','youth_oocr','joint_oocr','stop_search')),
  record_kind text not null,
  created_at bigint not null,
  unique (body_id, code)
);
create table terms (
  id uuid primary key,
  panel_id uuid not null references panel (id),
  version bigint not null,
  scale_id text not null,
  scale_version bigint not null,
  decision_mode text not null check (decision_mode in ('consensus','majority','chair')),
  quorum text not null,
  effective_from text not null,
  agreed_by uuid references person (id),
  created_at bigint not null,
  unique (panel_id, version)
);
create table seat (
  id uuid primary key,
  panel_id uuid not null references panel (id),
  organisation_id uuid not null references organisation (id),
  title text not null,
  voting boolean not null,
  holder_id uuid references person (id),
  created_at bigint not null,
  ended_at bigint
);
create index seat_panel on seat (panel_id);
create index seat_holder on seat (holder_id);
create table substitute (
  seat_id uuid not null references seat (id),
  person_id uuid not null references person (id),
  named_by uuid references person (id),
  named_at bigint not null,
  ended_at bigint,
  primary key (seat_id, person_id)
);
