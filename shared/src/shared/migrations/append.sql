-- log.append: the only way into the log. One call carries one or many commits, each with its own expected versions and
-- its own verdict; all of a lane's commits are numbered and chained under the lane's row lock, which is taken last in
-- the caller's transaction and held for this statement alone.
--
-- Arrays instead of rows, since the driver sends them in one message:
--   lanes            agencies, distinct and sorted: locked in that order, so two calls cannot deadlock
--   streams, stream_lanes           distinct streams and the index of their lane
--   command_*                       one element per commit
--   event_*                         one element per event, those of a commit together and in order
-- Verdicts: 'appended', 'repeated' (done before: the first receipt is answered), 'conflict' (a stream moved on).

create function log.append(
  lanes text[],
  streams text[], stream_lanes int[],
  command_ids uuid[], command_lanes int[], command_results bytea[],
  command_actors text[], command_correlations uuid[], command_causations uuid[], command_occurred timestamptz[],
  event_commands int[], event_streams int[], event_versions int[],
  event_ids uuid[], event_types text[], event_schemas int[], event_keys text[], event_bodies bytea[]
) returns table (verdict text, first_seq bigint, last_seq bigint, result bytea)
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp  -- last: unnamed, it would come first, and a temporary type would run as owner
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
declare
  head_seq bigint[]; head_chain bytea[]; head_at timestamptz[];
  stream_at int[];
  done_first bigint[]; done_last bigint[]; done_result bytea[];
  verdicts text[]; firsts bigint[]; lasts bigint[];
  new_seq bigint[]; new_leaf bytea[]; new_chain bytea[];
  lane int; e int := 1; first_event int; k int; moved boolean;
  now_at timestamptz; origin_text text; lane_text text; leaf bytea; chain bytea; seq bigint;
  event_count constant int := coalesce(array_length(event_ids, 1), 0);
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'append needs read committed';
  end if;

  for attempt in 1..2 loop
    select array_agg(l.seq order by l.agency collate "C"), array_agg(l.chain order by l.agency collate "C"),
           array_agg(l.recorded_at order by l.agency collate "C")
      into head_seq, head_chain, head_at
      from (select * from log.lane x where x.agency = any (lanes) order by x.agency collate "C" for update) l;
    exit when array_length(head_seq, 1) = array_length(lanes, 1);
    insert into log.lane
      select a, 0, sha256(convert_to('lantai-chain/1' || chr(10) || :service || chr(10) || a || chr(10), 'UTF8')), '-infinity'
        from unnest(lanes) a order by a collate "C" on conflict do nothing;
  end loop;

  select array_agg(c.first_seq order by u.n), array_agg(c.last_seq order by u.n), array_agg(c.result order by u.n)
    into done_first, done_last, done_result
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
      moved := moved or event_versions[e] <> stream_at[k] + 1;
      stream_at[k] := stream_at[k] + 1;
      e := e + 1;
    end loop;

    if done_first[c] is not null or moved then
      for i in first_event .. e - 1 loop
        stream_at[event_streams[i]] := stream_at[event_streams[i]] - 1;
      end loop;
      verdicts[c] := case when done_first[c] is not null then 'repeated' else 'conflict' end;
      continue;
    end if;

    seq := head_seq[lane];
    chain := head_chain[lane];
    lane_text := 'lantai-leaf/1' || chr(10) || :service || chr(10) || lanes[lane] || chr(10);
    origin_text := chr(10) || log.instant(command_occurred[c]) || chr(10) || log.instant(head_at[lane]) || chr(10)
      || command_actors[c] || chr(10) || command_correlations[c] || chr(10)
      || coalesce(command_causations[c]::text, '') || chr(10);
    for i in first_event .. e - 1 loop
      seq := seq + 1;
      leaf := sha256('\x00'::bytea || convert_to(
        lane_text || seq || chr(10) || streams[event_streams[i]] || chr(10) || event_versions[i] || chr(10)
        || event_ids[i] || chr(10) || event_types[i] || chr(10) || event_schemas[i] || origin_text
        || coalesce(event_keys[i], '') || chr(10), 'UTF8') || event_bodies[i]);
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

  return query
    select u.v, coalesce(u.df, u.f), coalesce(u.dl, u.l), coalesce(u.dr, u.r)
      from unnest(verdicts, done_first, done_last, done_result, firsts, lasts, command_results)
           with ordinality u(v, df, dl, dr, f, l, r, n)
     order by u.n;
end $$;

revoke all on function log.append from public;
grant execute on function log.append to :app, :carrier;
