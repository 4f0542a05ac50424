-- The panel's finding on a case in a meeting; immutable. A case listed again can have another in a later meeting.
create table finding (
  id blob primary key,
  case_id blob not null references panel_case (id),
  meeting_id blob not null references meeting (id),
  scale_id text not null,
  scale_version integer not null,
  class text not null,
  appropriate text not null,
  consistent text not null,
  decision_mode text not null,
  votes_for integer not null,
  votes_against integer not null,
  abstained integer not null,
  reasons text not null,
  quorum_words text not null,
  recorded_by blob not null references person (id),
  recorded_at integer not null,
  unique (case_id, meeting_id)
) strict;
create index finding_meeting on finding (meeting_id);
-- An observation of a finding; immutable.
create table observation (
  id blob primary key,
  finding_id blob not null references finding (id),
  theme text not null,
  polarity text not null check (polarity in ('positive','negative','neutral')),
  severity text not null,
  destination text not null,
  note text not null,
  position integer not null
) strict;
create index observation_finding on observation (finding_id);
-- A later fact added to a finding; immutable.
create table supplement (
  id blob primary key,
  finding_id blob not null references finding (id),
  note text not null,
  added_by blob not null references person (id),
  added_at integer not null
) strict;
create trigger finding_no_update before update on finding begin select raise(abort, 'a finding is immutable'); end;
create trigger finding_no_delete before delete on finding begin select raise(abort, 'a finding is immutable'); end;
create trigger observation_no_update before update on observation begin select raise(abort, 'a finding is immutable'); end;
create trigger observation_no_delete before delete on observation begin select raise(abort, 'a finding is immutable'); end;
create trigger supplement_no_update before update on supplement begin select raise(abort, 'a finding is immutable'); end;
create trigger supplement_no_delete before delete on supplement begin select raise(abort, 'a finding is immutable'); end;
