/** Numbers of 34 digits, half even, as rules/values/number.ts has them. */
export const numbers = String.raw`
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
  IF part = '' OR tens NOT IN ('', ' ', ',', '.') OR point NOT IN ('.', ',') OR point = tens THEN RETURN NULL; END IF;
  IF point = ',' THEN bare := regexp_replace(regexp_replace(bare, '[.]', '!'), ',', '.'); END IF;
  IF bare !~ '^-?([0-9]+([.][0-9]+)?|[.][0-9]+)([eE][+-]?[0-9]+)?$' THEN RETURN NULL; END IF;
  RETURN rules.number_of(bare);
END $f$;

CREATE OR REPLACE FUNCTION rules.total(list numeric[]) RETURNS numeric
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  made numeric := 0;
  one numeric;
BEGIN
  FOREACH one IN ARRAY list LOOP made := rules.add(made, one); END LOOP;
  RETURN made;
END $f$;

CREATE OR REPLACE FUNCTION rules.median(list numeric[]) RETURNS numeric
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  sorted numeric[] := ARRAY(SELECT x FROM unnest(list) AS x ORDER BY x);
  n int := cardinality(list);
BEGIN
  RETURN rules.divide(rules.total(sorted[(n + 1) / 2 : n / 2 + 1]), CASE WHEN n % 2 = 0 THEN 2 ELSE 1 END);
END $f$;

CREATE OR REPLACE FUNCTION rules.deviation(list numeric[]) RETURNS numeric
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  n int := cardinality(list);
  middle numeric := rules.divide(rules.total(list), n);
  squares numeric := 0;
  one numeric;
BEGIN
  IF n < 2 OR middle IS NULL THEN RETURN NULL; END IF;
  FOREACH one IN ARRAY list LOOP squares := rules.add(squares, rules.power(rules.subtract(one, middle), 2)); END LOOP;
  RETURN rules.root(rules.divide(squares, n - 1));
END $f$;
`;
