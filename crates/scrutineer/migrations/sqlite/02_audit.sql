-- Size and frontier of the log's tree: one row.
create table ledger_head (
  one integer primary key check (one = 1),
  size integer not null,
  frontier text not null
) strict;
-- The log of acts (DPA 2018 s.62): one row an entry, never changed.
create table ledger_entry (
  seq integer primary key,
  at integer not null,
  operation text not null check (operation in ('collection','alteration','consultation','disclosure','combination','erasure')),
  act text not null,
  object_kind text not null,
  object_id text not null,
  person_id blob,
  role text,
  body_id blob,
  canonical blob not null,
  leaf blob not null
) strict;
create index ledger_entry_object on ledger_entry (object_kind, object_id);
create index ledger_entry_person on ledger_entry (person_id, at);
create index ledger_entry_at on ledger_entry (at);
-- Signed sizes and roots of the log.
create table ledger_checkpoint (
  size integer primary key,
  root blob not null,
  note text not null,
  at integer not null
) strict;
create trigger ledger_entry_no_update before update on ledger_entry begin select raise(abort, 'the log is append-only'); end;
create trigger ledger_entry_no_delete before delete on ledger_entry begin select raise(abort, 'the log is append-only'); end;
create trigger ledger_checkpoint_no_update before update on ledger_checkpoint begin select raise(abort, 'the log is append-only'); end;
create trigger ledger_checkpoint_no_delete before delete on ledger_checkpoint begin select raise(abort, 'the log is append-only'); end;
