/** Scripts that are written without spaces, in which a dictionary has to find the words. */
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * The words of a text as both engines index them: lower case, without accents, so that a search finds the same on
 * either. The engines are handed words only, and never decide themselves what a word is.
 */
export function wordsOf(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{Mn}+/gu, '')
    .toLowerCase();
  const spaced = WITHOUT_SPACES.test(folded) ? separated(folded) : folded;
  return spaced.match(/[\p{L}\p{N}]+/gu)?.map((word) => word.slice(0, LONGEST)) ?? [];
}

/** PostgreSQL takes no lexeme beyond 2 KB; nobody searches for one. */
const LONGEST = 100;

function separated(text: string): string {
  const segments = new Intl.Segmenter('und', { granularity: 'word' }).segment(text);
  return Array.from(segments, ({ segment }) => segment).join(' ');
}
