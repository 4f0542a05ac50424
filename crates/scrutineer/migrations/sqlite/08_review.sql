-- A declared interest: it takes the case from the person. Declared by themselves, or recorded in the meeting by somebody.
create table declaration (
  case_id blob not null references panel_case (id),
  person_id blob not null references person (id),
  nature text not null,
  note text not null,
  at integer not null,
  recorded_by blob references person (id),
  primary key (case_id, person_id)
) strict;
-- What a member made of a case on their own, before the meeting: a draft, then sealed.
create table review (
  case_id blob not null references panel_case (id),
  person_id blob not null references person (id),
  state text not null check (state in ('draft','sealed')),
  class text,
  appropriate text,
  consistent text,
  reasons text not null,
  themes text not null,
  seal_salt blob,
  seal_hash blob,
  sealed_at integer,
  updated_at integer not null,
  primary key (case_id, person_id)
) strict;
create index review_person on review (person_id);
