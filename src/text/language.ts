const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** Which way a script runs. */
export type Direction = 'ltr' | 'rtl';

/**
 * The canonical form of a BCP 47 language tag: `en-gb` becomes `en-GB`.
 * @returns `undefined` where the tag is ill-formed or names no language that CLDR knows
 */
export function canonicalLanguage(tag: string): string | undefined {
  const known = canonical.get(tag);
  if (known !== undefined) return known;
  const found = lookedUp(tag);
  // Few tags are ever asked for, and CLDR takes its time; what anybody may send is not kept.
  if (found !== undefined && canonical.size < 1000) canonical.set(tag, found);
  return found;
}

const canonical = new Map<string, string>();

function lookedUp(tag: string): string | undefined {
  try {
    const [canonical] = Intl.getCanonicalLocales(tag.trim());
    if (canonical === undefined || languageNames.of(new Intl.Locale(canonical).language) === undefined)
      return undefined;
    return canonical;
  } catch {
    return undefined;
  }
}

/** The direction in which a language is written, by CLDR; left to right where it says nothing. */
export function directionOf(tag: string): Direction {
  const known = directions.get(tag);
  if (known !== undefined) return known;
  const found = new Intl.Locale(tag).getTextInfo().direction === 'rtl' ? 'rtl' : 'ltr';
  if (directions.size < 1000) directions.set(tag, found);
  return found;
}

const directions = new Map<string, Direction>();

/** The primary language alone: `en` of `en-GB`. */
export function primaryLanguage(tag: string): string {
  return new Intl.Locale(tag).language;
}
