const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** Which way a script runs. */
export type Direction = 'ltr' | 'rtl';

/**
 * The canonical form of a BCP 47 language tag: `en-gb` becomes `en-GB`.
 * @returns `undefined` where the tag is ill-formed or names no language that CLDR knows
 */
export function canonicalLanguage(tag: string): string | undefined {
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
  return new Intl.Locale(tag).getTextInfo().direction === 'rtl' ? 'rtl' : 'ltr';
}

/** The primary language alone: `en` of `en-GB`. */
export function primaryLanguage(tag: string): string {
  return new Intl.Locale(tag).language;
}
