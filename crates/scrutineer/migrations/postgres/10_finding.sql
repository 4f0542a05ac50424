create table finding (
  id uuid primary key,
  case_id uuid not null references panel_case (id),
  meeting_id uuid not null references meeting (id),
  scale_id text not null,
  scale_version bigint not null,
  class text not null,
  appropriate text not null,
  consistent text not null,
  decision_mode text not null,
  votes_for bigint not null,
  votes_against bigint not null,
  abstained bigint not null,
  reasons text not null,
  quorum_words text not null,
  recorded_by uuid not null references person (id),
  recorded_at bigint not null,
  unique (case_id, meeting_id)
);
create index finding_meeting on finding (meeting_id);
create table observation (
  id uuid primary key,
  finding_id uuid not null references finding (id),
  theme text not null,
  polarity text not null check (polarity in ('positive','negative','neutral')),
  severity text not null,
  destination text not null,
  note text not null,
  position bigint not null
);
create index observation_finding on observation (finding_id);
create table supplement (
  id uuid primary key,
  finding_id uuid not null references finding (id),
  note text not null,
  added_by uuid not null references person (id),
  added_at bigint not null
);
create trigger finding_no_change before update or delete on finding for each row execute function refuse_change();
create trigger observation_no_change before update or delete on observation for each row execute function refuse_change();
create trigger supplement_no_change before update or delete on supplement for each row execute function refuse_change();
