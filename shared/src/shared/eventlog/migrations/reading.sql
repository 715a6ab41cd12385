-- Installed by every migration. What handlers read, in one round trip: each function shows its statement the rows of one
-- agency (row-level security, by the caller's rights) and ends that with the statement's transaction.

create or replace function log.stream(of_agency text, of_stream text) returns setof log.events
language plpgsql
as $$
begin
  perform set_config('lantai.agency', of_agency, true);
  return query select * from log.events e where e.agency = of_agency and e.stream = of_stream order by e.version;
end $$;

create or replace function log.last(of_agency text, of_stream text) returns setof log.events
language plpgsql
as $$
begin
  perform set_config('lantai.agency', of_agency, true);
  return query select * from log.events e where e.agency = of_agency and e.stream = of_stream order by e.version desc limit 1;
end $$;

create or replace function log.receipt(of_agency text, of_command uuid) returns setof log.commands
language plpgsql
as $$
begin
  perform set_config('lantai.agency', of_agency, true);
  return query select * from log.commands c where c.agency = of_agency and c.command_id = of_command;
end $$;

revoke all on function log.stream, log.last, log.receipt from public;
grant execute on function log.stream, log.last, log.receipt to :app;
