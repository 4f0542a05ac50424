create table chosen_record (
  draw_id uuid not null references draw (id),
  record_id uuid not null references record (id),
  ref text not null,
  place bigint not null,
  reason text not null,
  chosen_by uuid not null references person (id),
  chosen_at bigint not null,
  primary key (draw_id, record_id),
  unique (draw_id, place)
);
create index chosen_record_record on chosen_record (record_id);
