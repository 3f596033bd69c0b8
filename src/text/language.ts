const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** The direction of a script. */
export type Direction = 'ltr' | 'rtl';

/**
 * Returns the canonical form of a BCP 47 language tag: `en-gb` becomes `en-GB`.
 * @returns `undefined` where the tag is ill-formed or names no language in CLDR
 */
export function canonicalLanguage(tag: string): string | undefined {
  const known = canonical.get(tag);
  if (known !== undefined) return known;
  const found = lookedUp(tag);
  // CLDR look-ups are slow, and few tags are in use. The cache is bounded because tags come from outside.
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

/** Returns the direction of a language by CLDR; left to right where CLDR has no entry. */
export function directionOf(tag: string): Direction {
  const known = directions.get(tag);
  if (known !== undefined) return known;
  const found = new Intl.Locale(tag).getTextInfo().direction === 'rtl' ? 'rtl' : 'ltr';
  if (directions.size < 1000) directions.set(tag, found);
  return found;
}

const directions = new Map<string, Direction>();

/** Returns the primary language: `en` of `en-GB`. */
export function primaryLanguage(tag: string): string {
  return new Intl.Locale(tag).language;
}
