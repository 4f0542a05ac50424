-- In how many of the new versions that a batch brought each field says something else: JSON, counted while it was loaded. Null where
-- it was loaded before this was counted.
alter table batch add column changed text;
