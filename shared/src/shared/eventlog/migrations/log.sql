-- The log of one service. The migration replaces :service; `deploy` makes the roles.
-- Tables belong to the owner role (NOLOGIN, BYPASSRLS); everyone else reads under row-level security and writes
-- through log.append alone.

create schema log;
create schema carrier;

create function lantai_now() returns timestamptz
language sql volatile parallel safe
return clock_timestamp();
comment on function lantai_now() is
  'Time as the log, the timers and the pages tell it; replaced by an offset clock in an exercise (演练).';

create table log.lane (
  agency      text primary key,
  seq         bigint not null,
  chain       bytea not null,
  recorded_at timestamptz not null
) with (fillfactor = 50);
comment on table log.lane is 'One counter row per lane: locked by append, it makes numbers gapless and in commit order.';

create table log.events (
  agency         text not null,
  seq            bigint not null,
  stream         text not null,
  version        int not null,
  id             uuid not null,
  type           text not null,
  schema_version int not null,
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null,
  actor          text not null,
  correlation_id uuid not null,
  causation_id   uuid,
  key_id         text,
  body           bytea not null,
  leaf           bytea not null,
  chain          bytea not null,
  primary key (agency, seq),
  unique (agency, stream, version)
);
comment on table log.events is 'Rows are checked by log.append, the only way in (log.check_row).';

create table log.commands (
  agency      text not null,
  command_id  uuid not null,
  first_seq   bigint not null,
  last_seq    bigint not null,
  result      bytea not null,
  recorded_at timestamptz not null,
  primary key (agency, command_id)
);
comment on table log.commands is 'Idempotency: what a command did and answered, written in the statement that did it.';

create function log.refuse_change() returns trigger
language plpgsql as $$
begin
  raise exception 'the log is append-only: % on %.% is refused', tg_op, tg_table_schema, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

create trigger append_only before update or delete on log.events for each row execute function log.refuse_change();
create trigger never_emptied before truncate on log.events for each statement execute function log.refuse_change();
create trigger append_only before update or delete on log.commands for each row execute function log.refuse_change();
create trigger never_emptied before truncate on log.commands for each statement execute function log.refuse_change();

create function log.instant(at timestamptz) returns text
language sql stable parallel safe
return to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

alter table log.events enable row level security;
alter table log.events force row level security;
alter table log.commands enable row level security;
alter table log.commands force row level security;
alter table log.lane enable row level security;
alter table log.lane force row level security;

create policy own_agency on log.events for select to :app
  using (agency = nullif(current_setting('lantai.agency', true), ''));
create policy own_agency on log.commands for select to :app
  using (agency = nullif(current_setting('lantai.agency', true), ''));
create policy own_agency on log.lane for select to :app
  using (agency = nullif(current_setting('lantai.agency', true), ''));
create policy every_lane on log.events for select to :carrier using (true);
create policy every_lane on log.commands for select to :carrier using (true);
create policy every_lane on log.lane for select to :carrier using (true);

grant usage on schema log to :app, :carrier;
grant select on log.events, log.commands, log.lane to :app, :carrier;

-- carrier: checkpoints of subscriptions, dead letters, live generations of projections
create table carrier.checkpoint (
  subscription text not null,
  service  text not null,
  agency   text not null,
  seq      bigint not null,
  chain    bytea not null,
  primary key (subscription, service, agency)
) with (fillfactor = 50);

create table carrier.dead_letter (
  subscription  text not null,
  service   text not null,
  agency    text not null,
  seq       bigint not null,
  error     text not null,
  failed_at timestamptz not null,
  primary key (subscription, service, agency)
);
comment on table carrier.dead_letter is 'Lanes that wait for a person: poison events and forks. Re-driven by deleting the row.';

create table carrier.projection (
  name       text primary key,
  version    int not null,
  generation int not null
);

grant usage on schema carrier to :app, :carrier;
grant select on carrier.checkpoint, carrier.dead_letter, carrier.projection to :app;
grant select, insert, update, delete on carrier.checkpoint, carrier.dead_letter to :carrier;
grant select on carrier.projection to :carrier;
