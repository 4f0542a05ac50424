-- A local policing body: one tenant of the installation.
create table body (
  id blob primary key,
  name text not null unique,
  short_name text not null,
  force_name text not null,
  created_at integer not null
) strict;
-- Somebody with an account.
create table person (
  id blob primary key,
  email text not null unique,
  name text not null,
  passphrase text,
  totp_secret blob,
  totp_step integer not null default 0,
  state text not null check (state in ('invited','active','suspended')),
  created_at integer not null
) strict;
-- A role somebody holds, or held, in a body.
create table role_grant (
  id blob primary key,
  person_id blob not null references person (id),
  body_id blob not null references body (id),
  role text not null check (role in ('administrator','coordinator','chair','member','substitute','force_lead','feedback_owner','publisher','auditor')),
  granted_by blob references person (id),
  granted_at integer not null,
  ended_at integer,
  ended_by blob references person (id)
) strict;
create index role_grant_person on role_grant (person_id);
-- An invitation by mail; its token is kept as a hash alone.
create table invitation (
  id blob primary key,
  email text not null,
  name text not null,
  body_id blob not null references body (id),
  role text not null,
  token_hash blob not null unique,
  invited_by blob references person (id),
  created_at integer not null,
  expires_at integer not null,
  consumed_at integer,
  consumed_by blob references person (id)
) strict;
-- A session of a browser; its token is kept as a hash alone.
create table session (
  token_hash blob primary key,
  person_id blob not null references person (id),
  body_id blob references body (id),
  stage text not null check (stage in ('set_up','code','full')),
  csrf text not null,
  created_at integer not null,
  seen_at integer not null,
  ended_at integer
) strict;
create index session_person on session (person_id);
-- A failed attempt to sign in, under the hash of what was tried.
create table sign_in_failure (
  id blob primary key,
  subject blob not null,
  at integer not null
) strict;
create index sign_in_failure_subject on sign_in_failure (subject, at);
