/** Data of ninjs with all names in lower case, as they are in 1.x and 2.x. */
export type NinjsData = Readonly<Record<string, unknown>>;

/** 3.x writes in camel case what 2.x wrote in lower case: one spelling for all versions. */
export function lowered(value: unknown): NinjsData {
  return lower(value) as NinjsData;
}

function lower(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lower);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).map(([name, inner]): [string, unknown] => {
    const key = name.toLowerCase();
    // Renditions and associations of 1.x have names of the sender's own.
    const isByName = (key === 'renditions' || key === 'associations') && !Array.isArray(inner);
    return [key === '__proto__' ? '' : key, isByName ? named(inner) : lower(inner)];
  });
  return Object.fromEntries(pairs);
}

/** An object by names becomes a list whose rows have names, as since 2.0. */
function named(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, row]) => typeof row === 'object' && row !== null)
    .map(([name, row]) => ({ name, ...(lower(row) as NinjsData) }));
}

/** The objects of a list; one that stands alone counts as a list of one. */
export function rowsOf(value: unknown): NinjsData[] {
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.filter((row): row is NinjsData => typeof row === 'object' && row !== null && !Array.isArray(row));
}

/** A text that says something. */
export function textIn(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? undefined : text;
}
