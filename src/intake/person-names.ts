/** Names of persons as feeds and agencies write them. */

const ADDRESS = /^[^\s@<>()]{1,64}@[^\s@<>()]{1,255}$/;

/**
 * Returns the name in an author of a feed: `Mia Holm`, `mia@example.org (Mia Holm)`, `Mia Holm (mia@example.org)` or
 * `Mia Holm <mia@example.org>`; `undefined` for an address alone.
 */
export function personName(written: string): string | undefined {
  const text = written.slice(0, 1000).replace(/\s+/g, ' ').trim();
  const opens = [text.lastIndexOf('('), text.lastIndexOf('<')].filter((index) => index >= 0);
  const open = Math.max(-1, ...opens);
  const isClosed = open >= 0 && (text.endsWith(')') || text.endsWith('>'));
  const parts = isClosed ? [text.slice(0, open).trim(), text.slice(open + 1, -1).trim()] : [text];
  const isPair = parts.some((part) => ADDRESS.test(part));
  const candidates = isPair || !isClosed ? parts : [text];
  const name = candidates.find((part) => part !== '' && !ADDRESS.test(part));
  return name?.replace(/^["']|["']$/g, '').slice(0, 200) || undefined;
}

/**
 * True for the name of an account, a code or initials (`jdoe7`, `ab/cd`, `JD`, `dpa_admin`): they identify a person to
 * their desk, and never to readers.
 */
export function isAccountName(name: string): boolean {
  const text = name.trim();
  if (/\s/u.test(text)) return false;
  const isInitials = /^\p{Lu}{1,4}$/u.test(text) || /^(?:\p{Lu}\.){1,4}$/u.test(text);
  const isCode = /[\d_@/:+]/.test(text) || /^[a-z][a-z.-]*$/.test(text);
  return isInitials || isCode;
}

/** Returns names without repetitions: upper and lower case, and several spaces, make no difference. */
export function distinctNames(names: readonly string[]): string[] {
  return [
    ...new Map(names.toReversed().map((name) => [name.toLowerCase().replace(/\s+/g, ' '), name])).values(),
  ].toReversed();
}
