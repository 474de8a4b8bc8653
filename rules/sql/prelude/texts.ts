/** Texts by code point. */
export const texts = String.raw`
-- Lengths as JavaScript counts: what stands beyond the basic plane is two long.
CREATE OR REPLACE FUNCTION rules.units(t text) RETURNS int
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT char_length(t) + char_length(regexp_replace(t, '[\u0001-\uffff]', '', 'g')) $f$;

CREATE OR REPLACE FUNCTION rules.join(a text, b text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT CASE WHEN octet_length(a) + octet_length(b) <= 100000 OR rules.units(a) + rules.units(b) <= 100000
    THEN a || b END $f$;

-- Texts with a mark between them; those that are NULL are left out.
CREATE OR REPLACE FUNCTION rules.listed(list text[], mark text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $f$
  SELECT CASE WHEN coalesce((SELECT sum(rules.units(x) + rules.units(mark)) FROM unnest(list) AS x), 0) <= 100000
    THEN array_to_string(list, mark) END $f$;

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
