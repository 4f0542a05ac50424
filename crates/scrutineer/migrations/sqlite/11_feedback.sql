-- A message for an officer that follows from a finding.
create table feedback_item (
  id blob primary key,
  body_id blob not null references body (id),
  panel_id blob not null references panel (id),
  finding_id blob not null references finding (id),
  kind text not null check (kind in ('praise','learning')),
  message text not null,
  stage text not null check (stage in ('recorded','allocated','with_supervisor','delivered','responded','closed')),
  response text check (response in ('accepted','disputed','clarified')),
  owner_id blob references person (id),
  due_on text not null,
  created_at integer not null
) strict;
create index feedback_item_panel on feedback_item (panel_id);
-- One step of a feedback item.
create table feedback_event (
  id blob primary key,
  item_id blob not null references feedback_item (id),
  stage text not null,
  note text not null,
  by_person blob not null references person (id),
  at integer not null
) strict;
create index feedback_event_item on feedback_event (item_id);
