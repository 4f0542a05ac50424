create table meeting (
  id uuid primary key,
  body_id uuid not null references body (id),
  panel_id uuid not null references panel (id),
  draw_id uuid not null unique references draw (id),
  terms_id uuid not null references terms (id),
  held_on text not null,
  starts_at bigint not null,
  place text not null,
  state text not null check (state in ('planned','open','closed')),
  opened_by uuid references person (id),
  opened_at bigint,
  closed_by uuid references person (id),
  closed_at bigint,
  created_at bigint not null
);
create index meeting_panel on meeting (panel_id);
create table attendance (
  meeting_id uuid not null references meeting (id),
  seat_id uuid not null references seat (id),
  status text not null check (status in ('expected','present','apologies','absent','substitute')),
  person_id uuid references person (id),
  recorded_by uuid references person (id),
  recorded_at bigint not null,
  primary key (meeting_id, seat_id)
);
create table opened_case (
  case_id uuid not null references panel_case (id),
  meeting_id uuid not null references meeting (id),
  opened_by uuid not null references person (id),
  opened_at bigint not null,
  discussion text not null,
  primary key (case_id, meeting_id)
);
create table listed_again (
  case_id uuid not null references panel_case (id),
  meeting_id uuid not null references meeting (id),
  from_meeting uuid not null references meeting (id),
  why text not null check (why in ('not_heard','no_finding','not_concluded')),
  listed_at bigint not null,
  primary key (case_id, meeting_id),
  unique (case_id, from_meeting)
);
create index listed_again_meeting on listed_again (meeting_id);
