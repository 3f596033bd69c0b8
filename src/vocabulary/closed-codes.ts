/** IPTC's small vocabularies with all of their codes, by the alias of catalog 41. Codes are case-sensitive. */
const CODES: Readonly<Record<string, string>> = {
  stat: 'usable withheld canceled',
  sig: 'update correction cwarn',
  sev: 'minor major',
  nmsig: 'atomic',
  ninat: 'text audio picture graphic video animated composite data',
  cinat: 'concept scheme',
  cpnat: 'abstract person organisation geoArea poi object event',
  irel:
    'seeAlso dependsOn derivedFrom previousVersion translatedFrom croppedFrom evolvedFrom processedFrom ' +
    'associatedWith prevVersion',
  pgrmod: 'seq bag alt',
  why: 'direct ancestor inferred',
  cwarn: 'death drugUse fantasyViolence flashingLights language nudity PII sexuality suffering violence',
};

const closed = new Map(Object.entries(CODES).map(([alias, codes]) => [alias, new Set(codes.split(' '))]));

/** Returns the codes of an alias; `undefined` where the vocabulary is not one of the small ones. */
export function closedCodes(alias: string): ReadonlySet<string> | undefined {
  return closed.get(alias);
}

/** Retired codes and schemes, with their replacements. */
const RETIRED: Readonly<Record<string, string>> = {
  'irel:associatedWith': 'irel:seeAlso',
  'irel:prevVersion': 'irel:previousVersion',
  isrol: 'cpprole',
  ctrol: 'cpprole',
  prov: 'nprov',
};

/** Returns the replacement of a retired code or scheme. */
export function successorOf(qcode: string): string | undefined {
  return RETIRED[qcode] ?? RETIRED[qcode.split(':')[0] ?? ''];
}
