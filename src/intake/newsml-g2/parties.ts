import { PARTY_ROLES } from '../../article/party.ts';
import type { SubmissionInput } from '../../article/submission.ts';
import { defined } from '../../text/defined.ts';
import { httpUrl } from '../../text/url.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { childOf, childrenOf, lineOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import type { Schemes } from './schemes.ts';

type PartyInput = NonNullable<SubmissionInput['bylines']>[number];
type SourceInput = NonNullable<SubmissionInput['sources']>[number];

/** Context for reading parties. */
export interface PartyReading {
  readonly schemes: Schemes;
  readonly options: WireReadOptions;
}

/** Reads `creator` or `contributor`. */
export function partyOf(element: SourceElement, { schemes, options }: PartyReading): PartyInput | undefined {
  const named = schemes.concept(element);
  const name = nameOf(element);
  if (name === undefined) return undefined;
  const nature = schemes.codeOf(element, 'cpnat', 'type');
  const staff = schemes.ownCodeOf(element, 'author');
  const addresses = [named?.uri, ...childrenOf(element, 'sameAs').map((one) => schemes.concept(one)?.uri)];
  const sameAs = addresses.flatMap((uri) => httpUrl(uri ?? '') ?? []);
  return {
    kind: nature === 'organisation' ? 'organisation' : 'person',
    name: name.slice(0, 200),
    role: roleOf(element, schemes) ?? 'author',
    ...(staff !== undefined && options.staff.has(staff) ? { staff } : { sameAs: staff === undefined ? sameAs : [] }),
  };
}

/** Reads a role of IPTC's list. */
export function roleOf(element: SourceElement, schemes: Schemes): (typeof PARTY_ROLES)[number] | undefined {
  const code = schemes.codeOf(element, 'cpprole', 'role');
  return PARTY_ROLES.find((role) => role === code);
}

/** Reads `infoSource`. */
export function sourceOf(element: SourceElement, schemes: Schemes): SourceInput | undefined {
  const named = schemes.concept(element);
  const name = nameOf(element);
  const url = httpUrl(named?.uri ?? '');
  if (name === undefined) return undefined;
  return defined({
    name: name.slice(0, 300),
    role: roleOf(element, schemes) ?? 'originfo',
    url,
  });
}

/** Returns the name of a concept. */
export function nameOf(element: SourceElement): string | undefined {
  const literal = element.attributes.literal?.trim();
  return lineOf(childOf(element, 'name')) ?? (literal === '' ? undefined : literal);
}
