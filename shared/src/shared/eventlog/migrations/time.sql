-- Trusted time (shared.time.trusted): the active process writes it every second; the database's clock only fills the
-- second between two writings, so a jump of it reaches no row. A database that nobody keeps has its own time.

create table carrier.trusted_time (
  one           bool primary key default true check (one),
  at            timestamptz,
  ahead         interval not null default '0',
  boot          text,
  since_boot    interval,
  unproven      interval,
  doubt         text,
  doubted_since timestamptz
) with (fillfactor = 50);
comment on table carrier.trusted_time is 'Trusted time when it was last written, and how far it is ahead of the database''s clock.';
insert into carrier.trusted_time default values;

create table carrier.stated_time (
  id        int generated always as identity primary key,
  stated    timestamptz not null,
  stated_by text not null,
  stated_at timestamptz not null default clock_timestamp(),
  trusted   timestamptz,
  accepted  bool
);
comment on table carrier.stated_time is 'The time as persons stated it while the clock was in doubt, and what came of it. Never deleted.';

grant select on carrier.trusted_time to :app, :carrier;
grant update on carrier.trusted_time to :carrier;
grant select, insert on carrier.stated_time to :carrier;
grant update (trusted, accepted) on carrier.stated_time to :carrier;

do $$ begin
  if to_regclass('public.exercise_clock') is null then  -- an exercise has a clock of its own; 5 seconds: SKEW
    create or replace function public.lantai_now() returns timestamptz
    language sql volatile parallel safe
    return (select least(greatest(clock_timestamp() + t.ahead, t.at), t.at + interval '5 seconds')
              from carrier.trusted_time t);
  end if;
end $$;
