/** Scripts without spaces between words, which need a dictionary for segmentation. */
const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * Splits a text into the words that both engines index: lower case, without accents, so that a search finds the same on
 * either. The engines receive words only, and never segment text.
 */
export function wordsOf(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{Mn}+/gu, '')
    .toLowerCase();
  const spaced = WITHOUT_SPACES.test(folded) ? separated(folded) : folded;
  return spaced.match(/[\p{L}\p{N}]+/gu)?.map((word) => word.slice(0, MAX_WORD_LENGTH)) ?? [];
}

/** PostgreSQL accepts no lexeme above 2 KB. */
const MAX_WORD_LENGTH = 100;

function separated(text: string): string {
  const segments = new Intl.Segmenter('und', { granularity: 'word' }).segment(text);
  return Array.from(segments, ({ segment }) => segment).join(' ');
}
