-- A record that somebody asked for, for one draw: heard beside the drawn cases, never in the frame and in no rate.
create table chosen_record (
  draw_id blob not null references draw (id),
  record_id blob not null references record (id),
  ref text not null,
  place integer not null,
  reason text not null,
  chosen_by blob not null references person (id),
  chosen_at integer not null,
  primary key (draw_id, record_id),
  unique (draw_id, place)
) strict;
create index chosen_record_record on chosen_record (record_id);
