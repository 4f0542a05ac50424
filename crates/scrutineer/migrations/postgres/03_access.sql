create table body (
  id uuid primary key,
  name text not null unique,
  short_name text not null,
  force_name text not null,
  created_at bigint not null
);
create table person (
  id uuid primary key,
  email text not null unique,
  name text not null,
  passphrase text,
  totp_secret bytea,
  totp_step bigint not null default 0,
  state text not null check (state in ('invited','active','suspended')),
  created_at bigint not null
);
create table role_grant (
  id uuid primary key,
  person_id uuid not null references person (id),
  body_id uuid not null references body (id),
  role text not null check (role in ('administrator','coordinator','chair','member','substitute','force_lead','feedback_owner','publisher','auditor')),
  granted_by uuid references person (id),
  granted_at bigint not null,
  ended_at bigint,
  ended_by uuid references person (id)
);
create index role_grant_person on role_grant (person_id);
create table invitation (
  id uuid primary key,
  email text not null,
  name text not null,
  body_id uuid not null references body (id),
  role text not null,
  token_hash bytea not null unique,
  invited_by uuid references person (id),
  created_at bigint not null,
  expires_at bigint not null,
  consumed_at bigint,
  consumed_by uuid references person (id)
);
create table session (
  token_hash bytea primary key,
  person_id uuid not null references person (id),
  body_id uuid references body (id),
  stage text not null check (stage in ('set_up','code','full')),
  csrf text not null,
  created_at bigint not null,
  seen_at bigint not null,
  ended_at bigint
);
create index session_person on session (person_id);
create table sign_in_failure (
  id uuid primary key,
  subject bytea not null,
  at bigint not null
);
create index sign_in_failure_subject on sign_in_failure (subject, at);
