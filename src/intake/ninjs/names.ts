/** ninjs data with all property names in lower case, as in 1.x and 2.x. */
export type NinjsData = Readonly<Record<string, unknown>>;

/** Lower-cases property names: 3.x uses camel case where 2.x uses lower case. */
export function lowered(value: unknown): NinjsData {
  return lower(value) as NinjsData;
}

function lower(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lower);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).map(([name, inner]): [string, unknown] => {
    const key = name.toLowerCase();
    // In 1.x, renditions and associations are objects with names chosen by the sender.
    const isByName = (key === 'renditions' || key === 'associations') && !Array.isArray(inner);
    return [key === '__proto__' ? '' : key, isByName ? named(inner) : lower(inner)];
  });
  return Object.fromEntries(pairs);
}

/** Converts an object by names to a list whose entries have names, as since 2.0. */
function named(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, row]) => typeof row === 'object' && row !== null)
    .map(([name, row]) => ({ name, ...(lower(row) as NinjsData) }));
}

/** Returns the objects of a list; a single object counts as a list of one. */
export function rowsOf(value: unknown): NinjsData[] {
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.filter((row): row is NinjsData => typeof row === 'object' && row !== null && !Array.isArray(row));
}

/** Returns text that is not blank. */
export function textIn(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? undefined : text;
}
