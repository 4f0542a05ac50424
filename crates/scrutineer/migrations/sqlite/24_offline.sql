alter table paper_rules add column offline integer not null default 1;
alter table paper_rules add column offline_days integer not null default 14;
-- The cases of one member in one encrypted file that is read without a network until it expires. Its passphrase is kept nowhere.
create table offline_pack (
  id blob primary key,
  person_id blob not null references person (id),
  body_id blob not null references body (id),
  blob_id blob not null references blob (id), -- the file
  sha256 blob not null, -- of the file
  sealed_key blob, -- opens what comes back; nothing once nothing more is taken
  made_at integer not null,
  expires_at integer not null
) strict;
create index offline_pack_person on offline_pack (person_id);
create index offline_pack_expires on offline_pack (expires_at) where sealed_key is not null;
-- A case of such a file, and what became of the class that came back.
create table offline_case (
  pack_id blob not null references offline_pack (id),
  case_id blob not null references panel_case (id),
  version integer not null, -- of the papers in the file
  known blob not null, -- salted SHA-256 of the draft on which the file builds
  settled blob, -- the same of the class that came back last and was dealt with
  outcome text check (outcome in ('taken','same','waits','kept','sealed','late','gone','long')),
  brought text, -- a class that waits for its member to decide, as JSON; nothing at any other time
  primary key (pack_id, case_id)
) strict;
create index offline_case_case on offline_case (case_id);
