/** Longest reason that is shown to readers, in characters; longer notes are for desks. */
const MAX_LENGTH = 400;

/** Words of instructions to a desk, in the languages of the big agencies: such a note is never shown to readers. */
const INSTRUCTIONS =
  /\b(?:eds|editors?|desks?|subs|substitut\w*|graf|grafs|lede|slug|headline|byline|resend\w*|re-?send|kill|advisory|embargo\w*|hold|not for|do not|please|redaktion(?:en)?|achtung|bitte|sperrfrist|rédactions?|attention|merci|redacci(?:ó|o)n(?:es)?|atención|favor)\b/iu;

/**
 * Returns the error that a provider's note to a correction names, for readers; `undefined` for a note with instructions,
 * and for one that is no sentence.
 */
export function publicReason(note: string | undefined): string | undefined {
  const text = note?.replace(/\s+/g, ' ').trim();
  if (text === undefined || text.length > MAX_LENGTH || INSTRUCTIONS.test(text)) return undefined;
  const isSentence = text.split(' ').length >= 4 && text !== text.toUpperCase();
  return isSentence ? text : undefined;
}
