import { childOf, childrenOf, lineOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';

/** Returns the value of `FormalName`, in which NewsML 1 states codes; `undefined` if it is absent or empty. */
export function formalName(element: SourceElement | undefined): string | undefined {
  return element?.attributes.FormalName?.trim() || undefined;
}

/** Returns the value of the first property of a name: `<Property FormalName="City" Value="Paris"/>`. */
export function propertyOf(parent: SourceElement | undefined, name: string): string | undefined {
  const rows = parent === undefined ? [] : childrenOf(parent, 'Property');
  const found = rows.find((row) => formalName(row)?.toLowerCase() === name.toLowerCase());
  return found?.attributes.Value?.trim() || lineOf(found);
}

/** Returns the party that an element names: by its topic's words if there are any, else by its formal name. */
export function partyOf(parent: SourceElement | undefined): string | undefined {
  const party = childOf(parent, 'Party');
  return propertyOf(party, 'Name') ?? formalName(party);
}
