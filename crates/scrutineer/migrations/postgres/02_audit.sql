create table ledger_head (
  one bigint primary key check (one = 1),
  size bigint not null,
  frontier text not null
);
create table ledger_entry (
  seq bigint primary key,
  at bigint not null,
  operation text not null check (operation in ('collection','alteration','consultation','disclosure','combination','erasure')),
  act text not null,
  object_kind text not null,
  object_id text not null,
  person_id uuid,
  role text,
  body_id uuid,
  canonical bytea not null,
  leaf bytea not null
);
create index ledger_entry_object on ledger_entry (object_kind, object_id);
create index ledger_entry_person on ledger_entry (person_id, at);
create index ledger_entry_at on ledger_entry (at);
create table ledger_checkpoint (
  size bigint primary key,
  root bytea not null,
  note text not null,
  at bigint not null
);
create function refuse_change() returns trigger language plpgsql as $$ begin raise exception '% cannot be changed', tg_table_name; end $$;
create trigger ledger_entry_no_change before update or delete on ledger_entry for each row execute function refuse_change();
create trigger ledger_checkpoint_no_change before update or delete on ledger_checkpoint for each row execute function refuse_change();
