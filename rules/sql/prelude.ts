/**
 * Functions PostgreSQL does not have, or has with other edges: numbers rounded to 34 digits half
 * even (rules/values/number.ts), days of all years (rules/values/day.ts), texts. All are immutable,
 * safe in parallel, and never raise: what has no value is NULL.
 */

const numbers = String.raw`
CREATE OR REPLACE FUNCTION rules.shifted(x numeric, n int) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$ SELECT x * ('1e' || n)::numeric $f$;

-- The decimal exponent of the first digit.
CREATE OR REPLACE FUNCTION rules.exponent(x numeric) RETURNS int
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT length(trunc(rules.shifted(abs(x), min_scale(x)))::text) - 1 - min_scale(x) $f$;

-- Rounded to so many decimals, to even where it stands in the middle.
CREATE OR REPLACE FUNCTION rules.half_even(x numeric, places int) RETURNS numeric
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  cut numeric := trunc(x, places);
  rest numeric := abs(x - cut);
  half numeric := ('5e' || (-places - 1))::numeric;
BEGIN
  IF rest < half THEN RETURN cut; END IF;
  IF rest = half AND mod(trunc(rules.shifted(cut, places)), 2) = 0 THEN RETURN cut; END IF;
  RETURN cut + sign(x) * ('1e' || (-places))::numeric;
END $f$;

-- 34 digits at most; nothing where it is too large, zero where it is too small.
CREATE OR REPLACE FUNCTION rules.fitted(x numeric) RETURNS numeric
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  top int;
  made numeric := x;
BEGIN
  IF abs(x) < 10000000000000000 AND min_scale(x) <= 18 THEN RETURN x; END IF;
  top := rules.exponent(x);
  IF top + min_scale(x) + 1 > 34 THEN
    made := rules.half_even(x, 33 - top);
    top := rules.exponent(made);
  END IF;
  IF top > 6144 THEN RETURN NULL; END IF;
  IF top < -6176 THEN RETURN 0; END IF;
  RETURN made;
END $f$;

CREATE OR REPLACE FUNCTION rules.add(a numeric, b numeric) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$ SELECT rules.fitted(a + b) $f$;
CREATE OR REPLACE FUNCTION rules.subtract(a numeric, b numeric) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$ SELECT rules.fitted(a - b) $f$;
CREATE OR REPLACE FUNCTION rules.multiply(a numeric, b numeric) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$ SELECT rules.fitted(a * b) $f$;

-- 36 digits and one that says whether anything was left: rounding them is rounding the quotient.
CREATE OR REPLACE FUNCTION rules.divide(a numeric, b numeric) RETURNS numeric
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  tens int;
  n numeric;
  whole numeric;
BEGIN
  IF b = 0 THEN RETURN NULL; END IF;
  IF a = 0 THEN RETURN 0; END IF;
  tens := 36 - rules.exponent(a) + rules.exponent(b);
  IF tens < -6300 THEN RETURN NULL; END IF;
  IF tens > 12500 THEN RETURN 0; END IF;
  n := CASE WHEN tens > 0 THEN rules.shifted(a, tens) ELSE a END;
  whole := CASE WHEN tens > 0 THEN div(n, b) ELSE div(n, rules.shifted(b, -tens)) END;
  n := CASE WHEN tens > 0 THEN n - whole * b ELSE n - whole * rules.shifted(b, -tens) END;
  whole := whole * 10 + CASE WHEN n = 0 THEN 0 ELSE sign(a) * sign(b) END;
  RETURN rules.fitted(trim_scale(rules.shifted(whole, -tens - 1)));
END $f$;

CREATE OR REPLACE FUNCTION rules.modulo(a numeric, b numeric) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT rules.subtract(a, rules.multiply(floor(rules.divide(a, b)), b)) $f$;

-- A whole exponent, multiplied out.
CREATE OR REPLACE FUNCTION rules.power(a numeric, n numeric) RETURNS numeric
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  made numeric := 1;
BEGIN
  IF n < 0 AND a = 0 THEN RETURN NULL; END IF;
  IF a <> 0 AND abs(rules.exponent(a) * n) > 12000 THEN
    RETURN CASE WHEN (rules.exponent(a) > 0) = (n > 0) THEN NULL ELSE 0 END;
  END IF;
  IF min_scale(a) * abs(n) > 16000 THEN RETURN NULL; END IF;
  FOR i IN 1 .. abs(n)::int LOOP made := made * a; END LOOP;
  RETURN CASE WHEN n < 0 THEN rules.divide(1, made) ELSE rules.fitted(made) END;
END $f$;

CREATE OR REPLACE FUNCTION rules.root(x numeric) RETURNS numeric
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  tens int;
  n numeric;
  whole numeric;
BEGIN
  IF x < 0 THEN RETURN NULL; END IF;
  IF x = 0 THEN RETURN 0; END IF;
  tens := 40 - rules.exponent(x) / 2;
  n := rules.shifted(x, 2 * tens);
  whole := trunc(sqrt(trunc(n) + 0.00));
  WHILE whole * whole > n LOOP whole := whole - 1; END LOOP;
  WHILE (whole + 1) * (whole + 1) <= n LOOP whole := whole + 1; END LOOP;
  whole := whole * 10 + CASE WHEN whole * whole = n THEN 0 ELSE 1 END;
  RETURN rules.fitted(trim_scale(rules.shifted(whole, -tens - 1)));
END $f$;

CREATE OR REPLACE FUNCTION rules.logarithm(x numeric) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT CASE WHEN x > 0 THEN rules.fitted(ln(CASE WHEN x > 0 THEN x ELSE 1 END + ('0e-90')::numeric)) END $f$;

CREATE OR REPLACE FUNCTION rules.exponential(x numeric) RETURNS numeric
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
BEGIN
  IF x > 14150 THEN RETURN NULL; END IF;
  IF x < -14250 THEN RETURN 0; END IF;
  RETURN rules.fitted(exp(x + ('0e-' || (60 + ceil(abs(x) * 0.4343))::int)::numeric));
END $f$;

-- A number to so many places, each way of rounding of rules/values/number.ts.
CREATE OR REPLACE FUNCTION rules.rounded(x numeric, given numeric, how text) RETURNS numeric
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  places int;
  cut numeric;
  rest numeric;
  unit numeric;
  away boolean;
BEGIN
  IF abs(given) > 100000 THEN RETURN NULL; END IF;
  places := trunc(given);
  IF places > 6176 OR places < -6111 THEN RETURN NULL; END IF;
  IF places >= min_scale(x) THEN RETURN x; END IF;
  cut := trunc(x, places);
  IF places < 0 THEN cut := rules.shifted(trunc(rules.shifted(x, places)), -places); END IF;
  rest := abs(x - cut);
  unit := ('1e' || (-places))::numeric;
  away := CASE how
    WHEN 'up' THEN rest > 0
    WHEN 'down' THEN FALSE
    WHEN 'floor' THEN rest > 0 AND x < 0
    WHEN 'ceiling' THEN rest > 0 AND x > 0
    WHEN 'half up' THEN rest * 2 >= unit
    WHEN 'half down' THEN rest * 2 > unit
    ELSE rest * 2 > unit
      OR rest * 2 = unit AND mod(trunc(rules.shifted(cut, places)), 2) <> 0
  END;
  RETURN rules.fitted(CASE WHEN away THEN cut + sign(x) * unit ELSE cut END);
END $f$;

CREATE OR REPLACE FUNCTION rules.number_of(given text) RETURNS numeric
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  mantissa text := split_part(replace(given, 'E', 'e'), 'e', 1);
  tens text := split_part(replace(given, 'E', 'e'), 'e', 2);
BEGIN
  IF length(given) > 400 OR given !~ '^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]{1,4})?$'
  THEN RETURN NULL; END IF;
  RETURN rules.fitted(mantissa::numeric * ('1e' || CASE WHEN tens = '' THEN '0' ELSE tens END)::numeric);
END $f$;

-- number("1,234.5", ",", "."): nothing where the marks are no marks.
CREATE OR REPLACE FUNCTION rules.number_from(given text, part text, mark text) RETURNS numeric
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $f$
DECLARE
  tens text := coalesce(part, '');
  point text := coalesce(mark, '.');
  bare text := CASE WHEN tens = '' THEN given ELSE replace(given, tens, '') END;
BEGIN
  IF tens NOT IN ('', ' ', ',', '.') OR point NOT IN ('.', ',') OR point = tens THEN RETURN NULL; END IF;
  IF point = ',' THEN bare := regexp_replace(regexp_replace(bare, '[.]', '!'), ',', '.'); END IF;
  RETURN rules.number_of(bare);
END $f$;
`;

const texts = String.raw`
-- Lengths as JavaScript counts: what stands beyond the basic plane is two long.
CREATE OR REPLACE FUNCTION rules.units(t text) RETURNS int
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT char_length(t) + char_length(regexp_replace(t, '[\u0001-\uffff]', '', 'g')) $f$;

CREATE OR REPLACE FUNCTION rules.join(a text, b text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT CASE WHEN octet_length(a) + octet_length(b) <= 100000 OR rules.units(a) + rules.units(b) <= 100000
    THEN a || b END $f$;

-- Positions count from 1, from the end when negative; a fraction of a length is cut off.
CREATE OR REPLACE FUNCTION rules.slice(t text, start numeric, size numeric) RETURNS text
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $f$
DECLARE
  long int := char_length(t);
  skip int;
BEGIN
  IF t IS NULL OR start IS NULL OR trunc(start) = 0 OR abs(trunc(start)) > long THEN RETURN NULL; END IF;
  skip := CASE WHEN start > 0 THEN trunc(start) - 1 ELSE long + trunc(start) END;
  IF size IS NULL THEN RETURN substr(t, skip + 1); END IF;
  IF trunc(size) < 1 THEN RETURN NULL; END IF;
  RETURN substr(t, skip + 1, LEAST(trunc(size), long)::int);
END $f$;

CREATE OR REPLACE FUNCTION rules.before(t text, mark text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT CASE WHEN strpos(t, mark) > 0 THEN substr(t, 1, strpos(t, mark) - 1) ELSE '' END $f$;
CREATE OR REPLACE FUNCTION rules.after(t text, mark text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT CASE WHEN strpos(t, mark) > 0 THEN substr(t, strpos(t, mark) + char_length(mark)) ELSE '' END $f$;
`;

const days = String.raw`
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
  IF abs(n + days) > 365250000000 THEN RETURN NULL; END IF;
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

/** Creates, or makes anew, what the texts of `toSql` call: the schema `rules` and its functions. */
export const sqlPrelude = `CREATE SCHEMA IF NOT EXISTS rules;\n${numbers}${texts}${days}`;
