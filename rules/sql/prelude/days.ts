import { FIRST_DAY, LAST_DAY } from '../../values/day.ts';

/** Dates and durations of all years, as rules/values/day.ts has them. */
export const days = String.raw`
CREATE OR REPLACE FUNCTION rules.floored(a int8, b int8) RETURNS int8
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT a / b - CASE WHEN a % b < 0 THEN 1 ELSE 0 END $f$;

-- Day number of a civil date: years begin in March (H. Hinnant).
CREATE OR REPLACE FUNCTION rules.day_number(year int8, month int8, day int8) RETURNS int8
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  y int8 := year - CASE WHEN month <= 2 THEN 1 ELSE 0 END;
  era int8 := rules.floored(y, 400);
  yoe int8 := y - era * 400;
  doy int8 := (153 * (month + CASE WHEN month > 2 THEN -3 ELSE 9 END) + 2) / 5 + day - 1;
BEGIN
  RETURN era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
END $f$;

-- Year, month and day of a day number.
CREATE OR REPLACE FUNCTION rules.civil(n int8) RETURNS int8[]
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  z int8 := n + 719468;
  era int8 := rules.floored(z, 146097);
  doe int8 := z - era * 146097;
  yoe int8 := (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  doy int8 := doe - (365 * yoe + yoe / 4 - yoe / 100);
  mp int8 := (5 * doy + 2) / 153;
  month int8 := CASE WHEN mp < 10 THEN mp + 3 ELSE mp - 9 END;
BEGIN
  RETURN ARRAY[yoe + era * 400 + CASE WHEN month <= 2 THEN 1 ELSE 0 END, month,
    doy - (153 * mp + 2) / 5 + 1];
END $f$;

CREATE OR REPLACE FUNCTION rules.month_length(year int8, month int8) RETURNS int8
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT CASE
    WHEN month = 2 THEN CASE WHEN year % 4 = 0 AND (year % 100 <> 0 OR year % 400 = 0) THEN 29 ELSE 28 END
    WHEN month IN (4, 6, 9, 11) THEN 30 ELSE 31 END::int8 $f$;

CREATE OR REPLACE FUNCTION rules.day_of(year numeric, month numeric, day numeric) RETURNS int8
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
BEGIN
  IF year <> trunc(year) OR month <> trunc(month) OR day <> trunc(day) THEN RETURN NULL; END IF;
  IF abs(year) > 999999999 OR month < 1 OR month > 12 OR day < 1 OR day > 31 THEN RETURN NULL; END IF;
  IF day > rules.month_length(year::int8, month::int8) THEN RETURN NULL; END IF;
  RETURN rules.day_number(year::int8, month::int8, day::int8);
END $f$;

CREATE OR REPLACE FUNCTION rules.parse_day(t text) RETURNS int8
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  p text[] := regexp_match(t, '^(-?(?:[0-9]{4}|[1-9][0-9]{4,8}))-([0-9][0-9])-([0-9][0-9])$');
BEGIN
  IF p IS NULL OR t ~ '\n' THEN RETURN NULL; END IF;
  RETURN rules.day_of(p[1]::numeric, p[2]::numeric, p[3]::numeric);
END $f$;

CREATE OR REPLACE FUNCTION rules.day_text(n int8) RETURNS text
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  at int8[] := rules.civil(n);
  year text := abs(at[1])::text;
BEGIN
  RETURN CASE WHEN at[1] < 0 THEN '-' ELSE '' END || lpad(year, GREATEST(4, length(year)), '0')
    || '-' || lpad(at[2]::text, 2, '0') || '-' || lpad(at[3]::text, 2, '0');
END $f$;

-- The month's last day where the day does not exist in it.
CREATE OR REPLACE FUNCTION rules.add_months(n int8, months numeric) RETURNS int8
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  at int8[] := rules.civil(n);
  total int8;
  year int8;
BEGIN
  IF abs(months) > 30000000000 THEN RETURN NULL; END IF;
  total := at[1] * 12 + at[2] - 1 + months::int8;
  year := rules.floored(total, 12);
  IF abs(year) > 999999999 THEN RETURN NULL; END IF;
  RETURN rules.day_number(year, total - year * 12 + 1,
    LEAST(at[3], rules.month_length(year, total - year * 12 + 1)));
END $f$;

CREATE OR REPLACE FUNCTION rules.add_seconds(n int8, seconds numeric) RETURNS int8
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  days numeric;
BEGIN
  days := floor(rules.divide(seconds, 86400));
  IF n + days NOT BETWEEN ${FIRST_DAY} AND ${LAST_DAY} THEN RETURN NULL; END IF;
  RETURN n + days::int8;
END $f$;

CREATE OR REPLACE FUNCTION rules.months_between(a int8, b int8) RETURNS int8
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  x int8[] := rules.civil(LEAST(a, b));
  y int8[] := rules.civil(GREATEST(a, b));
BEGIN
  RETURN ((y[1] - x[1]) * 12 + y[2] - x[2] - CASE WHEN y[3] < x[3] THEN 1 ELSE 0 END)
    * CASE WHEN b < a THEN -1 ELSE 1 END;
END $f$;

CREATE OR REPLACE FUNCTION rules.age(birth int8, at int8) RETURNS int4
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT CASE WHEN at >= birth THEN (rules.months_between(birth, at) / 12)::int4 END $f$;
CREATE OR REPLACE FUNCTION rules.age(birth date, at date) RETURNS int4
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT CASE WHEN at >= birth THEN extract(year FROM age(at::timestamp, birth::timestamp))::int4 END $f$;

CREATE OR REPLACE FUNCTION rules.part_of_date(n int8, part text) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT CASE part
    WHEN 'year' THEN (rules.civil(n))[1]
    WHEN 'month' THEN (rules.civil(n))[2]
    WHEN 'day' THEN (rules.civil(n))[3]
    WHEN 'weekday' THEN (((n + 3) % 7) + 7) % 7 + 1
    WHEN 'day of year' THEN n - rules.day_number((rules.civil(n))[1], 1, 1) + 1
    WHEN 'week of year' THEN
      (n - ((((n + 3) % 7) + 7) % 7 + 1) + 4
        - rules.day_number((rules.civil(n - ((((n + 3) % 7) + 7) % 7 + 1) + 4))[1], 1, 1)) / 7 + 1
  END::numeric $f$;

CREATE OR REPLACE FUNCTION rules.name_of_date(n int8, part text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT CASE part
    WHEN 'day of week' THEN ('{Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday}'::text[])
      [rules.part_of_date(n, 'weekday')::int]
    ELSE ('{January,February,March,April,May,June,July,August,September,October,November,December}'::text[])
      [rules.part_of_date(n, 'month')::int] END $f$;

CREATE OR REPLACE FUNCTION rules.part_of_span(n numeric, size numeric, modulus numeric) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT sign(n) * CASE WHEN size = 0 THEN mod(abs(n), modulus)
    ELSE mod(div(abs(n), NULLIF(size, 0)), modulus) END $f$;

-- An ISO duration: its months or its seconds, NULL where it is no duration of that kind.
CREATE OR REPLACE FUNCTION rules.parse_span(t text, months boolean) RETURNS numeric
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  p text[] := regexp_match(t, '^(-)?P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?'
    || '(?:([0-9]+(?:[.][0-9]*)?|[.][0-9]+)S)?)?$');
  monthly boolean;
  timed boolean;
  n numeric;
BEGIN
  IF p IS NULL OR length(t) > 60 OR t ~ '[PT]$' OR t ~ '\n' THEN RETURN NULL; END IF;
  monthly := p[2] IS NOT NULL OR p[3] IS NOT NULL;
  timed := p[4] IS NOT NULL OR p[5] IS NOT NULL OR p[6] IS NOT NULL OR p[7] IS NOT NULL;
  IF monthly AND timed OR monthly <> months THEN RETURN NULL; END IF;
  IF monthly THEN
    n := coalesce(p[2], '0')::numeric * 12 + coalesce(p[3], '0')::numeric;
    IF n > 9007199254740991 THEN RETURN NULL; END IF;
  ELSE
    n := rules.fitted(((coalesce(p[4], '0')::numeric * 24 + coalesce(p[5], '0')::numeric) * 60
      + coalesce(p[6], '0')::numeric) * 60 + rules.number_of(coalesce(p[7], '0')));
  END IF;
  RETURN CASE WHEN p[1] IS NULL THEN n ELSE -n END;
END $f$;

CREATE OR REPLACE FUNCTION rules.piece(n numeric, mark text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT CASE WHEN n = 0 THEN '' ELSE trim_scale(n)::text || mark END $f$;

CREATE OR REPLACE FUNCTION rules.span_text(n numeric, months boolean) RETURNS text
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  a numeric := abs(n);
  sign text := CASE WHEN n < 0 THEN '-' ELSE '' END;
  made text;
  clock text;
BEGIN
  IF months THEN
    made := rules.piece(div(a, 12), 'Y') || rules.piece(mod(a, 12), 'M');
    RETURN sign || 'P' || CASE WHEN made = '' THEN '0M' ELSE made END;
  END IF;
  made := rules.piece(div(a, 86400), 'D');
  clock := rules.piece(mod(div(a, 3600), 24), 'H') || rules.piece(mod(div(a, 60), 60), 'M')
    || rules.piece(mod(a, 60), 'S');
  RETURN sign || 'P' || made
    || CASE WHEN clock <> '' THEN 'T' || clock WHEN made = '' THEN 'T0S' ELSE '' END;
END $f$;
`;
