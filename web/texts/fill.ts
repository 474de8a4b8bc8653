/** Puts values into a sentence: `{name}`, and `{n:case|cases}` where the word follows the number. */
const forms = new Intl.PluralRules('en');

/** The sentence with its places filled in; a place without a value is left empty. */
export function fill(sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(
    /\{(\w+)(?::([^{}|]*)\|([^{}|]*))?\}/g,
    (_, name: string, one: string | undefined, many: string | undefined) => {
      const value = values[name] ?? '';
      if (one === undefined || many === undefined) return String(value);
      return forms.select(Number(value)) === 'one' ? one : many;
    },
  );
}
