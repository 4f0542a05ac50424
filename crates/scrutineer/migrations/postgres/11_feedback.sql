create table feedback_item (
  id uuid primary key,
  body_id uuid not null references body (id),
  panel_id uuid not null references panel (id),
  finding_id uuid not null references finding (id),
  kind text not null check (kind in ('praise','learning')),
  message text not null,
  stage text not null check (stage in ('recorded','allocated','with_supervisor','delivered','responded','closed')),
  response text check (response in ('accepted','disputed','clarified')),
  owner_id uuid references person (id),
  due_on text not null,
  created_at bigint not null
);
create index feedback_item_panel on feedback_item (panel_id);
create table feedback_event (
  id uuid primary key,
  item_id uuid not null references feedback_item (id),
  stage text not null,
  note text not null,
  by_person uuid not null references person (id),
  at bigint not null
);
create index feedback_event_item on feedback_event (item_id);
