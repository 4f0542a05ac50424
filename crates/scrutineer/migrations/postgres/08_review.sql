create table declaration (
  case_id uuid not null references panel_case (id),
  person_id uuid not null references person (id),
  nature text not null,
  note text not null,
  at bigint not null,
  recorded_by uuid references person (id),
  primary key (case_id, person_id)
);
create table review (
  case_id uuid not null references panel_case (id),
  person_id uuid not null references person (id),
  state text not null check (state in ('draft','sealed')),
  class text,
  appropriate text,
  consistent text,
  reasons text not null,
  themes text not null,
  seal_salt bytea,
  seal_hash bytea,
  sealed_at bigint,
  updated_at bigint not null,
  primary key (case_id, person_id)
);
create index review_person on review (person_id);
