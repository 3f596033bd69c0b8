/** Returns a text without the given characters at its end; takes linear time, which a pattern such as `x+$` does not. */
export function withoutTrailing(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
