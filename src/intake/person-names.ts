/** Names of persons as feeds and agencies write them. */

/** Marks of emphasis and links around a name. */
const TAGS = /<\/?(?:a|b|i|em|strong|span)\b[^<>@]{0,300}>/gi;

/** Returns a line without its addresses of mail, and without empty brackets. */
function withoutAddresses(line: string): string {
  const parts = line.split(/([\s(),;<>"])/).filter((part) => !/.@./.test(part));
  return parts
    .join('')
    .replace(/\( ?\)|< ?>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Returns the names in an author of a feed: `Mia Holm`, `mia@example.org (Mia Holm)`, `Mia Holm <mia@example.org>`,
 * `By Mia Holm and Bo Ek`; none for an address alone.
 */
export function personNames(written: string): string[] {
  const text = written.slice(0, 1000).replace(TAGS, ' ').replace(/\s+/g, ' ').trim();
  const bare = withoutAddresses(text);
  const line = bare === text ? text : bare.replace(/[()<>]/g, ' ');
  return bylineNames(line.replace(/["']/g, (quote, at: number) => (quote === "'" && isInWord(line, at) ? quote : '')));
}

const isInWord = (text: string, at: number): boolean => /\p{L}'\p{L}/u.test(text.slice(at - 1, at + 2));

/** Words that stand before the names of a byline; `Von Trapp` and `Da Silva` are names. */
const BY = /^(?:by |(?:von|par|por|av|door|di|da|af|от) (?=\S+ \S))/i;

/** The place of a writer, or "our correspondent". */
const NO_NAME = /^(?:in|aus|à|en) |^(?:unser|our|notre|nuestr)\p{L}* |^(?:a|the) (?:staff|special) /iu;

/** The last word of a job such as `AP Writer`. */
const JOB = /(?:^| )(?:writer|reporter|correspondent|editor|photographer)s?$/i;

/** Returns the names in a byline: `By ANN ROE and Bob Low, AP Writer`; a job or a place is none. */
export function bylineNames(by: string): string[] {
  // White space is folded first: the patterns below match it in several ways.
  const line = withoutAddresses(by.slice(0, 1000).replace(/\s+/g, ' '));
  const parts = line
    .replace(BY, '')
    .split(/ ?[,;] ?| (?:and|und|et|y|og|och|&) /i)
    .map((part) => part.replace(BY, '').trim())
    .filter((part) => part !== '' && !NO_NAME.test(part) && !JOB.test(part));
  const [family = '', given = ''] = parts;
  // `Holm, Mia` is one name.
  const isTurned = parts.length === 2 && /^[^\s]+, [^\s]+$/.test(line) && !isAccountName(given);
  return (isTurned ? [`${given} ${family}`] : parts).map((name) => name.slice(0, 200));
}

/** Names that systems give to accounts of no person. */
const SYSTEM_NAMES = /^(?:admin|administrator|unknown|anonymous|user|root|webmaster|default|n\/a)$/i;

/**
 * True for the name of an account, a code or initials (`jdoe7`, `ab/cd`, `JD`, `dpa_admin`): they identify a person to
 * their desk, and never to readers.
 */
export function isAccountName(name: string): boolean {
  const text = name.trim();
  if (SYSTEM_NAMES.test(text)) return true;
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
