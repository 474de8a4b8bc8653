/** Letters that have another case, as the language's own engine has them. */

/** No letter with cases stands beyond this code point. */
const LAST = 0x1f000;

const at = (point: number): string => String.fromCodePoint(point);

/** Code points in ranges, as a class of PostgreSQL's patterns has them. */
function classOf(has: (char: string) => boolean): string {
  const ranges: string[] = [];
  const code = (point: number): string => `\\U${point.toString(16).padStart(8, '0')}`;
  let first = -1;
  for (let point = 1; point <= LAST; point++) {
    const inside = (point < 0xd800 || point > 0xdfff) && has(at(point));
    if (inside && first < 0) first = point;
    if (!inside && first >= 0) {
      ranges.push(first === point - 1 ? code(first) : `${code(first)}-${code(point - 1)}`);
      first = -1;
    }
  }
  return `[${ranges.join('')}]`;
}

/** What a letter becomes: letter by letter, or a letter for several. */
function mapping(change: (char: string) => string): {
  from: string;
  to: string;
  longer: [string, string][];
} {
  const longer: [string, string][] = [];
  let [from, to] = ['', ''];
  for (let point = 0x80; point <= LAST; point++) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    const char = at(point);
    const changed = change(char);
    if (changed === char) continue;
    if ([...changed].length > 1) longer.push([char, changed]);
    else {
      from += char;
      to += changed;
    }
  }
  return { from, to, longer };
}

/** The text with every mapped letter changed, those that become several first. */
function changed(text: string, { from, to, longer }: ReturnType<typeof mapping>): string {
  const replaced = longer.reduce(
    (inner, [char, several]) => `replace(${inner}, '${char}', '${several}')`,
    text,
  );
  return `translate(${replaced}, '${from}', '${to}')`;
}

const SIGMA = '\u03a3';
const FINAL = '\u03c2';

/** Upper and lower case; a sigma that ends a word has a form of its own. */
export function cases(): string {
  const cased = classOf((char) => /\p{Cased}/u.test(char));
  const passed = classOf((char) => /\p{Case_Ignorable}/u.test(char));
  const upper = changed(
    'upper(t COLLATE "C")',
    mapping((char) => char.toUpperCase()),
  );
  const lower = changed(
    'lower(made COLLATE "C")',
    mapping((char) => char.toLowerCase()),
  );
  return `
CREATE OR REPLACE FUNCTION rules.upper_case(t text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
BEGIN
  IF octet_length(t) = char_length(t) THEN RETURN upper(t COLLATE "C"); END IF;
  RETURN ${upper};
END $f$;

CREATE OR REPLACE FUNCTION rules.lower_case(t text) RETURNS text
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $f$
DECLARE
  made text := t;
BEGIN
  IF octet_length(t) = char_length(t) THEN RETURN lower(t COLLATE "C"); END IF;
  IF strpos(t, '${SIGMA}') > 0 THEN
    made := regexp_replace(t, '(?<=${cased}${passed}*)${SIGMA}(?!${passed}*${cased})', '${FINAL}', 'g');
  END IF;
  RETURN ${lower};
END $f$;
`;
}
