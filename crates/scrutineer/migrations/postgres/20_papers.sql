create table paper_rules (
  panel_id uuid primary key references panel (id),
  access_days bigint not null,
  least bigint not null,
  least_children bigint not null,
  changed_by uuid references person (id),
  changed_at bigint not null
);
create table pack_cover (
  case_id uuid not null,
  version bigint not null,
  marking text not null check (marking in ('official','official_sensitive')),
  handling text not null check (handling in ('','panel_only','do_not_copy','child')),
  wider text not null,
  primary key (case_id, version),
  foreign key (case_id, version) references pack (case_id, version) on delete cascade
);
create table pack_crowd (
  case_id uuid not null,
  version bigint not null,
  records bigint not null,
  least bigint not null,
  reason text not null,
  decided_by uuid not null references person (id),
  decided_at bigint not null,
  primary key (case_id, version),
  foreign key (case_id, version) references pack (case_id, version) on delete cascade
);
create table pack_copy (
  id uuid primary key,
  case_id uuid not null references panel_case (id),
  version bigint not null,
  number bigint not null,
  person_id uuid not null references person (id),
  issued_at bigint not null,
  unique (case_id, version, number)
);
create index pack_copy_person on pack_copy (person_id);
create table pack_effort (
  case_id uuid primary key references panel_case (id),
  pages bigint not null,
  saves bigint not null,
  seconds bigint not null,
  last_at bigint not null
);
