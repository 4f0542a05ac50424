-- The released pack of a case, of which there is one; and the cases of a draw in the order of a reading list.
create unique index pack_released on pack (case_id) where state = 'released';
create index panel_case_list on panel_case (draw_id, stratum, label);
