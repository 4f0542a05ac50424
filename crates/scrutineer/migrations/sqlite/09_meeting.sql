-- A meeting of a panel on one draw, under the terms it was planned with.
create table meeting (
  id blob primary key,
  body_id blob not null references body (id),
  panel_id blob not null references panel (id),
  draw_id blob not null unique references draw (id),
  terms_id blob not null references terms (id),
  held_on text not null,
  starts_at integer not null,
  place text not null,
  state text not null check (state in ('planned','open','closed')),
  opened_by blob references person (id),
  opened_at integer,
  closed_by blob references person (id),
  closed_at integer,
  created_at integer not null
) strict;
create index meeting_panel on meeting (panel_id);
-- Who sat in a seat at a meeting.
create table attendance (
  meeting_id blob not null references meeting (id),
  seat_id blob not null references seat (id),
  status text not null check (status in ('expected','present','apologies','absent','substitute')),
  person_id blob references person (id),
  recorded_by blob references person (id),
  recorded_at integer not null,
  primary key (meeting_id, seat_id)
) strict;
-- A case whose sealed classes were opened in the meeting, and the discussion of it.
create table opened_case (
  case_id blob not null references panel_case (id),
  meeting_id blob not null references meeting (id),
  opened_by blob not null references person (id),
  opened_at integer not null,
  discussion text not null,
  primary key (case_id, meeting_id)
) strict;
-- A case on the agenda of a later meeting, because an earlier one did not finish it.
create table listed_again (
  case_id blob not null references panel_case (id),
  meeting_id blob not null references meeting (id),
  from_meeting blob not null references meeting (id),
  why text not null check (why in ('not_heard','no_finding','not_concluded')),
  listed_at integer not null,
  primary key (case_id, meeting_id),
  unique (case_id, from_meeting)
) strict;
create index listed_again_meeting on listed_again (meeting_id);
