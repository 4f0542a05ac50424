create table draw (
  id uuid primary key,
  body_id uuid not null references body (id),
  panel_id uuid not null references panel (id),
  reference text not null,
  period_from text not null,
  period_to text not null,
  state text not null check (state in ('draft','committed','drawn','abandoned')),
  plan text not null,
  frame_size bigint not null,
  root bytea,
  commitment bytea,
  committed_at bigint,
  committed_by uuid references person (id),
  seed bytea,
  drawn_at bigint,
  drawn_by uuid references person (id),
  checkpoint text,
  reading_closes_at bigint,
  created_at bigint not null,
  created_by uuid references person (id),
  unique (body_id, reference)
);
create index draw_panel on draw (panel_id);
create table frame_record (
  draw_id uuid not null references draw (id),
  ref text not null,
  record_id uuid not null references record (id),
  stratum text not null,
  salt bytea not null,
  primary key (draw_id, ref)
);
create table draw_source (
  draw_id uuid not null references draw (id),
  position bigint not null,
  label text not null,
  value bytea not null,
  signature bytea,
  primary key (draw_id, position)
);
create table panel_case (
  id uuid primary key,
  draw_id uuid not null references draw (id),
  panel_id uuid not null references panel (id),
  body_id uuid not null references body (id),
  record_id uuid not null references record (id),
  ref text not null,
  label text not null,
  stratum text not null,
  place bigint not null,
  standing text not null check (standing in ('drawn','reserve','withdrawn')),
  brought_in_for uuid references panel_case (id),
  withdrawal_code text,
  withdrawn_as text,
  withdrawn_by uuid references person (id),
  withdrawn_at bigint,
  unique (draw_id, ref)
);
create index panel_case_panel on panel_case (panel_id);
