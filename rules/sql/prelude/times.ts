import { FIRST_DAY, LAST_DAY } from '../../values/day.ts';

/**
 * Times and moments without named zones, as rules/values/time.ts and moment.ts have them. A time is
 * an array of its second and its offset (NULL for local time), a moment of day, second and offset.
 */
export const times = String.raw`
-- The second of the day (86400 at most) and the offset of what is written of a time.
CREATE OR REPLACE FUNCTION rules.parse_clock(t text) RETURNS numeric[]
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  p text[] := regexp_match(t, '^([0-9]{2}):([0-9]{2}):([0-9]{2})([.][0-9]+)?'
    || '(?:([Zz])|([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)?$');
  second numeric;
  place numeric;
BEGIN
  IF p IS NULL OR length(t) > 100 OR t ~ '\n' THEN RETURN NULL; END IF;
  IF p[1]::int > 24 OR p[2]::int > 59 OR p[3]::int > 59 THEN RETURN NULL; END IF;
  second := p[1]::int * 3600 + p[2]::int * 60 + p[3]::int;
  IF p[4] IS NOT NULL THEN
    second := rules.add(second, coalesce(rules.number_of('0' || p[4]), 0));
  END IF;
  IF second > 86400 THEN RETURN NULL; END IF;
  IF p[5] IS NOT NULL THEN place := 0; END IF;
  IF p[6] IS NOT NULL THEN
    IF p[8]::int > 59 OR coalesce(p[9], '0')::int > 59 THEN RETURN NULL; END IF;
    place := p[7]::int * 3600 + p[8]::int * 60 + coalesce(p[9], '0')::int;
    IF place > 50400 THEN RETURN NULL; END IF;
    IF p[6] = '-' THEN place := -place; END IF;
  END IF;
  RETURN ARRAY[second, place];
END $f$;

CREATE OR REPLACE FUNCTION rules.parse_time(t text) RETURNS numeric[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT CASE WHEN p[1] = 86400 THEN ARRAY[0, p[2]] ELSE p END FROM (SELECT rules.parse_clock(t) AS p) AS one $f$;

CREATE OR REPLACE FUNCTION rules.moment(day numeric, second numeric, place numeric) RETURNS numeric[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $f$
  SELECT CASE WHEN day BETWEEN ${FIRST_DAY} AND ${LAST_DAY} AND second IS NOT NULL
    THEN ARRAY[day, second, place] END $f$;

CREATE OR REPLACE FUNCTION rules.parse_moment(t text) RETURNS numeric[]
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  p text[] := regexp_match(t, '^(-?[0-9]+-[0-9]{2}-[0-9]{2})(T.*|[Z+-].*)?$');
  day int8 := rules.parse_day(p[1]);
  clock numeric[];
BEGIN
  IF day IS NULL THEN RETURN NULL; END IF;
  IF p[2] LIKE 'T%' THEN clock := rules.parse_clock(substr(p[2], 2));
  ELSE clock := rules.parse_clock('00:00:00' || coalesce(p[2], '')); END IF;
  IF clock IS NULL THEN RETURN NULL; END IF;
  RETURN CASE WHEN clock[1] = 86400 THEN rules.moment(day + 1, 0, clock[2])
    ELSE rules.moment(day, clock[1], clock[2]) END;
END $f$;

CREATE OR REPLACE FUNCTION rules.time_of(hour numeric, minute numeric, second numeric, place numeric) RETURNS numeric[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $f$
  SELECT CASE WHEN hour = trunc(hour) AND minute = trunc(minute) AND hour BETWEEN 0 AND 23
    AND minute BETWEEN 0 AND 59 AND second >= 0 AND second < 60
    AND (place IS NULL OR place = trunc(place) AND abs(place) <= 50400)
  THEN ARRAY[rules.add(hour * 3600 + minute * 60, second), place] END $f$;

-- Seconds from one moment to another, their places as they are given.
CREATE OR REPLACE FUNCTION rules.apart(a numeric[], b numeric[], x numeric, y numeric) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT rules.add(rules.add(rules.multiply(b[1] - a[1], 86400), rules.subtract(b[2], a[2])), x - y) $f$;

-- A local time beside one at a place is taken for one at that place.
CREATE OR REPLACE FUNCTION rules.order_times(a numeric[], b numeric[]) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT CASE WHEN a[2] IS NOT DISTINCT FROM b[2] THEN sign(a[1] - b[1])
    ELSE sign(rules.subtract(a[1], coalesce(a[2], b[2], 0)) - rules.subtract(b[1], coalesce(b[2], a[2], 0))) END $f$;

CREATE OR REPLACE FUNCTION rules.order_moments(a numeric[], b numeric[]) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT CASE WHEN a[3] = b[3] OR a[3] IS NULL OR b[3] IS NULL
    THEN CASE WHEN a[1] <> b[1] THEN sign(a[1] - b[1]) ELSE sign(a[2] - b[2]) END
    ELSE sign(rules.apart(b, a, b[3], a[3])) END $f$;

-- Local ones are equal only to local ones.
CREATE OR REPLACE FUNCTION rules.same_times(a numeric[], b numeric[]) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT (a[2] IS NULL) = (b[2] IS NULL) AND rules.order_times(a, b) = 0 $f$;
CREATE OR REPLACE FUNCTION rules.same_moments(a numeric[], b numeric[]) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT (a[3] IS NULL) = (b[3] IS NULL) AND rules.order_moments(a, b) = 0 $f$;

CREATE OR REPLACE FUNCTION rules.seconds_between(a numeric[], b numeric[]) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT CASE WHEN (a[2] IS NULL) = (b[2] IS NULL)
    THEN rules.subtract(rules.subtract(b[1], coalesce(b[2], 0)), rules.subtract(a[1], coalesce(a[2], 0))) END $f$;

CREATE OR REPLACE FUNCTION rules.seconds_apart(a numeric[], b numeric[]) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT CASE WHEN (a[3] IS NULL) = (b[3] IS NULL)
    THEN rules.apart(a, b, coalesce(a[3], 0), coalesce(b[3], 0)) END $f$;

-- Midnight of a date, of UTC.
CREATE OR REPLACE FUNCTION rules.midnight(day int8) RETURNS numeric[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$ SELECT ARRAY[day::numeric, 0, 0] $f$;

CREATE OR REPLACE FUNCTION rules.later_time(a numeric[], seconds numeric) RETURNS numeric[]
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  at numeric := rules.add(a[1], seconds);
BEGIN
  IF at IS NULL THEN RETURN NULL; END IF;
  RETURN ARRAY[rules.subtract(at, rules.multiply(floor(rules.divide(at, 86400)), 86400)), a[2]];
END $f$;

CREATE OR REPLACE FUNCTION rules.later_moment(a numeric[], seconds numeric) RETURNS numeric[]
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  at numeric := rules.add(a[2], seconds);
  days numeric := floor(rules.divide(at, 86400));
BEGIN
  RETURN rules.moment(a[1] + days, rules.subtract(at, rules.multiply(days, 86400)), a[3]);
END $f$;

CREATE OR REPLACE FUNCTION rules.later_months(a numeric[], months numeric) RETURNS numeric[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT rules.moment(rules.add_months(a[1]::int8, months), a[2], a[3]) $f$;

CREATE OR REPLACE FUNCTION rules.part_of_clock(second numeric, part text) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT CASE part WHEN 'hour' THEN div(second, 3600) WHEN 'minute' THEN mod(div(second, 60), 60)
    WHEN 'second' THEN mod(second, 60) END $f$;

CREATE OR REPLACE FUNCTION rules.place_text(place numeric) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $f$
  SELECT CASE WHEN place IS NULL THEN '' WHEN place = 0 THEN 'Z' ELSE
    CASE WHEN place < 0 THEN '-' ELSE '+' END || lpad(div(abs(place), 3600)::text, 2, '0')
    || ':' || lpad(mod(div(abs(place), 60), 60)::text, 2, '0')
    || CASE WHEN mod(place, 60) = 0 THEN '' ELSE ':' || lpad(mod(abs(place), 60)::text, 2, '0') END END $f$;

CREATE OR REPLACE FUNCTION rules.clock_text(second numeric) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT lpad(div(second, 3600)::text, 2, '0') || ':' || lpad(mod(div(second, 60), 60)::text, 2, '0') || ':'
    || CASE WHEN mod(second, 60) < 10 THEN '0' ELSE '' END || trim_scale(mod(second, 60))::text $f$;

CREATE OR REPLACE FUNCTION rules.time_text(a numeric[]) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$ SELECT rules.clock_text(a[1]) || rules.place_text(a[2]) $f$;
CREATE OR REPLACE FUNCTION rules.moment_text(a numeric[]) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT rules.day_text(a[1]::int8) || 'T' || rules.clock_text(a[2]) || rules.place_text(a[3]) $f$;
`;
