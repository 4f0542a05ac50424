-- The marking of what a body's people read and take away, in pages and in the names of files.
alter table body add column marking text not null default 'official_sensitive' check (marking in ('official','official_sensitive'));
-- What of a preparer's words somebody has looked at in the workbench: stretches of characters, such as 0-1200 3400-3600.
alter table pack_source add column looked text not null default '';
