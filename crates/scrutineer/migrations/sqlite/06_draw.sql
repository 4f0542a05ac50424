-- A draw of one panel and period: plan, commitment, seed.
create table draw (
  id blob primary key,
  body_id blob not null references body (id),
  panel_id blob not null references panel (id),
  reference text not null,
  period_from text not null,
  period_to text not null,
  state text not null check (state in ('draft','committed','drawn','abandoned')),
  plan text not null,
  frame_size integer not null,
  root blob,
  commitment blob,
  committed_at integer,
  committed_by blob references person (id),
  seed blob,
  drawn_at integer,
  drawn_by blob references person (id),
  checkpoint text,
  reading_closes_at integer,
  created_at integer not null,
  created_by blob references person (id),
  unique (body_id, reference)
) strict;
create index draw_panel on draw (panel_id);
-- A record of a committed frame under its reference, with the salt of its leaf.
create table frame_record (
  draw_id blob not null references draw (id),
  ref text not null,
  record_id blob not null references record (id),
  stratum text not null,
  salt blob not null,
  primary key (draw_id, ref)
) strict;
-- A part of the seed, in order: dice, a beacon round.
create table draw_source (
  draw_id blob not null references draw (id),
  position integer not null,
  label text not null,
  value blob not null,
  signature blob,
  primary key (draw_id, position)
) strict;
-- A drawn or reserve case of a draw.
create table panel_case (
  id blob primary key,
  draw_id blob not null references draw (id),
  panel_id blob not null references panel (id),
  body_id blob not null references body (id),
  record_id blob not null references record (id),
  ref text not null,
  label text not null,
  stratum text not null,
  place integer not null,
  standing text not null check (standing in ('drawn','reserve','withdrawn')),
  brought_in_for blob references panel_case (id),
  withdrawal_code text,
  withdrawn_as text,
  withdrawn_by blob references person (id),
  withdrawn_at integer,
  unique (draw_id, ref)
) strict;
create index panel_case_panel on panel_case (panel_id);
