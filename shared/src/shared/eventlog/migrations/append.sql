-- Installed by every migration; a change here is a new version of the functions.
-- log.append and log.append_one: the only ways into the log. A call carries one or many commits, each with its own
-- expected versions and its own verdict; all of a lane's commits are numbered and chained under the lane's row lock,
-- which is taken last in the caller's transaction and held for this statement alone.
-- Verdicts: 'appended', 'repeated' (executed before: the first receipt is returned), 'conflict' (a stream that the commit
-- writes or guards has changed).
-- Refused: a lane that provisioning did not open; an agency that the transaction did not declare in `lantai.agencies`;
-- an event dated after now. These guard against our own mistakes; a service that was taken over can declare any agency.

-- The only definition of the leaf's format in SQL (evidence.py has it in Python). Both append functions call it, and
-- the planner inlines it, so it costs no call.
create or replace function log.leaf(
  agency text, seq bigint, stream text, version int, id uuid, type text, schema_version int, occurred text, recorded text,
  actor text, correlation_id uuid, causation_id uuid, key_id text, body bytea
) returns bytea
language sql stable
return sha256('\x00'::bytea || convert_to(
  'lantai-leaf/1' || chr(10) || :service || chr(10) || agency || chr(10) || seq || chr(10) || stream || chr(10)
  || version || chr(10) || id || chr(10) || type || chr(10) || schema_version || chr(10) || occurred || chr(10)
  || recorded || chr(10) || actor || chr(10) || correlation_id || chr(10) || coalesce(causation_id::text, '') || chr(10)
  || coalesce(key_id, '') || chr(10), 'UTF8') || body);

-- The conditions of every row. Names hold no line feed, which would make the leaf's header ambiguous. Both append
-- functions check them; as constraints of the table they would be parsed in every statement (30 of 180 µs).
create or replace function log.check_row(stream text, type text, actor text, key_id text, body bytea) returns boolean
language sql stable
return strpos(concat(stream, type, actor, key_id), chr(10)) = 0
  and stream <> '' and type <> '' and actor <> '' and key_id is distinct from ''
  and octet_length(body) <= 49152 and body is json object;

-- What the caller's transaction may write to: `set_config('lantai.agencies', 'one,other', true)`.
create or replace function log.declared() returns text[]
language sql stable
return string_to_array(current_setting('lantai.agencies', true), ',');

-- The clocks of the services may be ahead of the database's, but not by more than this.
create or replace function log.latest(recorded_at timestamptz) returns timestamptz
language sql stable
return recorded_at + interval '5 minutes';

-- For the owner alone: provisioning opens the lanes of the agencies that are served here.
create or replace function log.open_lane(agency text) returns void
language plpgsql
as $$
begin
  if agency !~ '^[a-z][a-z0-9-]{1,30}$' then
    raise check_violation using message = 'not an agency''s id';
  end if;
  insert into log.lane values (agency, 0,
    sha256(convert_to('lantai-chain/1' || chr(10) || :service || chr(10) || agency || chr(10), 'UTF8')), '-infinity')
    on conflict do nothing;
end $$;

-- Many commits. Set-based: expensive for one row, cheap for each of many. The driver sends all arrays in one message:
--   lanes            agencies, distinct and sorted: locked in that order, so two calls cannot deadlock
--   streams, stream_lanes           distinct streams and the index of their lane
--   command_*                       one element per commit
--   event_*                         one element per event, those of a commit together and in order. Before its events
--                                   stand a commit's guards: the version that a stream it only read must have, no id
-- The answer's arrays have one element per commit; `results` holds what was answered before, to a repeated command.
create or replace function log.append(
  lanes text[],
  streams text[], stream_lanes int[],
  command_lanes int[], command_ids uuid[], command_results bytea[],
  command_actors text[], command_correlations uuid[], command_causations uuid[], command_occurred timestamptz[],
  event_commands int[], event_streams int[], event_versions int[],
  event_ids uuid[], event_types text[], event_schemas int[], event_keys text[], event_bodies bytea[],
  out verdicts text[], out firsts bigint[], out lasts bigint[], out results bytea[]
)
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp  -- pg_temp last: unnamed, it is searched first, and a temporary type would run as owner
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  head_seq bigint[]; head_chain bytea[]; head_at timestamptz[];
  stream_at int[];
  new_seq bigint[]; new_leaf bytea[]; new_chain bytea[];
  lane int; e int := 1; first_event int; k int; moved boolean;
  now_at timestamptz; occurred text; recorded text; leaf bytea; chain bytea; seq bigint;
  event_count constant int := coalesce(array_length(event_ids, 1), 0);
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'append needs read committed';
  end if;

  if (lanes <@ log.declared()) is not true then
    raise check_violation using message = 'an agency that the transaction did not declare';
  end if;
  select array_agg(l.seq order by l.agency collate "C"), array_agg(l.chain order by l.agency collate "C"),
         array_agg(l.recorded_at order by l.agency collate "C")
    into head_seq, head_chain, head_at
    from (select * from log.lane x where x.agency = any (lanes) order by x.agency collate "C" for update) l;
  if array_length(head_seq, 1) is distinct from array_length(lanes, 1) then
    raise check_violation using message = 'a lane that provisioning did not open';
  end if;

  select array_agg(c.first_seq order by u.n), array_agg(c.last_seq order by u.n), array_agg(c.result order by u.n)
    into firsts, lasts, results
    from unnest(command_ids, command_lanes) with ordinality u(id, lane, n)
    left join log.commands c on c.agency = lanes[u.lane] and c.command_id = u.id;

  select array_agg(coalesce(v.version, 0) order by u.n) into stream_at
    from unnest(streams, stream_lanes) with ordinality u(stream, lane, n)
    left join lateral (
      select x.version from log.events x where x.agency = lanes[u.lane] and x.stream = u.stream
       order by x.version desc limit 1) v on true;

  now_at := public.lantai_now();
  for i in 1 .. array_length(lanes, 1) loop
    head_at[i] := greatest(head_at[i], now_at);  -- as-of means recorded_at: it never runs backwards in a lane
  end loop;

  new_seq := array_fill(null::bigint, array[event_count]);
  new_leaf := array_fill(null::bytea, array[event_count]);
  new_chain := array_fill(null::bytea, array[event_count]);

  for c in 1 .. array_length(command_ids, 1) loop
    lane := command_lanes[c];
    first_event := e;
    moved := false;
    while e <= event_count and event_commands[e] = c loop
      k := event_streams[e];
      if event_ids[e] is null then
        moved := moved or event_versions[e] <> stream_at[k];
        first_event := e + 1;
      else
        moved := moved or event_versions[e] <> stream_at[k] + 1;
        stream_at[k] := stream_at[k] + 1;
      end if;
      e := e + 1;
    end loop;

    if firsts[c] is not null or moved then
      for i in first_event .. e - 1 loop
        stream_at[event_streams[i]] := stream_at[event_streams[i]] - 1;
      end loop;
      verdicts[c] := case when firsts[c] is not null then 'repeated' else 'conflict' end;
      continue;
    end if;

    if (command_occurred[c] <= log.latest(head_at[lane])) is not true then
      raise check_violation using message = 'an event dated after now';
    end if;
    seq := head_seq[lane];
    chain := head_chain[lane];
    occurred := log.instant(command_occurred[c]);
    recorded := log.instant(head_at[lane]);
    for i in first_event .. e - 1 loop
      k := event_streams[i];
      if log.check_row(streams[k], event_types[i], command_actors[c], event_keys[i], event_bodies[i]) is not true then
        raise check_violation using message = 'not a row for the log';
      end if;
      seq := seq + 1;
      leaf := log.leaf(lanes[lane], seq, streams[k], event_versions[i], event_ids[i], event_types[i],
        event_schemas[i], occurred, recorded, command_actors[c], command_correlations[c], command_causations[c],
        event_keys[i], event_bodies[i]);
      chain := sha256(chain || leaf);
      new_seq[i] := seq;
      new_leaf[i] := leaf;
      new_chain[i] := chain;
    end loop;
    verdicts[c] := 'appended';
    firsts[c] := head_seq[lane] + 1;
    lasts[c] := seq;
    head_seq[lane] := seq;
    head_chain[lane] := chain;
  end loop;

  insert into log.events
    select lanes[command_lanes[u.command]], u.seq, streams[u.stream], u.version, u.id, u.type, u.schema,
           command_occurred[u.command], head_at[command_lanes[u.command]],
           command_actors[u.command], command_correlations[u.command], command_causations[u.command],
           u.key, u.body, u.leaf, u.chain
      from unnest(event_commands, event_streams, event_versions, event_ids, event_types, event_schemas, event_keys,
                  event_bodies, new_seq, new_leaf, new_chain)
           u(command, stream, version, id, type, schema, key, body, seq, leaf, chain)
     where u.seq is not null;
  insert into log.commands
    select lanes[u.lane], u.id, u.f, u.l, u.r, head_at[u.lane]
      from unnest(command_ids, command_lanes, command_results, verdicts, firsts, lasts) u(id, lane, r, v, f, l)
     where u.v = 'appended';
  for i in 1 .. array_length(lanes, 1) loop
    update log.lane set seq = head_seq[i], chain = head_chain[i], recorded_at = head_at[i]
     where agency = lanes[i] and log.lane.seq <> head_seq[i];
  end loop;
end $$;

-- One commit of one event without guards, the common case: plain lookups and inserts, half the cost of a group of one.
-- Returns its number, or null if nothing was written (executed before, a changed stream): log.append then decides.
create or replace function log.append_one(
  new_agency text, new_command_id uuid, new_result bytea, new_actor text, new_correlation_id uuid, new_causation_id uuid,
  new_occurred_at timestamptz, new_stream text, new_version int, new_id uuid, new_type text, new_schema_version int,
  new_key_id text, new_body bytea
) returns bigint
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  new_seq bigint; new_chain bytea; new_recorded_at timestamptz; new_leaf bytea;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'append needs read committed';
  end if;
  if (new_agency = any (log.declared())) is not true then
    raise check_violation using message = 'an agency that the transaction did not declare';
  end if;
  select l.seq + 1, l.chain, greatest(l.recorded_at, public.lantai_now()) into new_seq, new_chain, new_recorded_at
    from log.lane l where l.agency = new_agency for update;
  if new_seq is null then
    raise check_violation using message = 'a lane that provisioning did not open';
  end if;
  if exists (select from log.commands c where c.agency = new_agency and c.command_id = new_command_id)
    or new_version <> 1 + coalesce((select e.version from log.events e
        where e.agency = new_agency and e.stream = new_stream order by e.version desc limit 1), 0) then
    return null;
  end if;
  if (new_occurred_at <= log.latest(new_recorded_at)) is not true then
    raise check_violation using message = 'an event dated after now';
  end if;
  if log.check_row(new_stream, new_type, new_actor, new_key_id, new_body) is not true then
    raise check_violation using message = 'not a row for the log';
  end if;
  new_leaf := log.leaf(new_agency, new_seq, new_stream, new_version, new_id, new_type, new_schema_version,
    log.instant(new_occurred_at), log.instant(new_recorded_at), new_actor, new_correlation_id, new_causation_id,
    new_key_id, new_body);
  new_chain := sha256(new_chain || new_leaf);
  with
    event as (
      insert into log.events values (new_agency, new_seq, new_stream, new_version, new_id, new_type, new_schema_version,
        new_occurred_at, new_recorded_at, new_actor, new_correlation_id, new_causation_id, new_key_id, new_body,
        new_leaf, new_chain)),
    command as (
      insert into log.commands values (new_agency, new_command_id, new_seq, new_seq, new_result, new_recorded_at))
    update log.lane set seq = new_seq, chain = new_chain, recorded_at = new_recorded_at where agency = new_agency;
  return new_seq;
end $$;

revoke all on function log.leaf, log.check_row, log.declared, log.latest, log.open_lane, log.append, log.append_one from public;
grant execute on function log.append, log.append_one to :app, :carrier;
