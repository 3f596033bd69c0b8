import type { MachineUses } from '../../publication/machine-uses.ts';
import { rightsOf } from '../../publication/rights-of.ts';
import { defined } from '../../text/defined.ts';
import type { FormatContext } from '../format.ts';

/** ODRL profile of TDM policies (https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240202/). */
const PROFILE = 'http://www.w3.org/ns/tdmrep';

/**
 * Returns `/.well-known/tdmrep.json`: whether mining is reserved on the whole site; a story with other rights has
 * headers of its own.
 */
export function tdmReservations({ reserved }: MachineUses, { addresses }: Pick<FormatContext, 'addresses'>): string {
  const rule = {
    location: '/',
    'tdm-reservation': reserved === true ? 1 : 0,
    ...(reserved === true ? { 'tdm-policy': addresses.of('tdmPolicy') } : {}),
  };
  return `${JSON.stringify(reserved === undefined ? [] : [rule], null, 1)}\n`;
}

/** Returns the reservation as headers of one response. */
export function tdmHeaders(
  { reserved }: MachineUses,
  { addresses }: Pick<FormatContext, 'addresses'>,
): Record<string, string> {
  if (reserved === undefined) return {};
  return {
    'tdm-reservation': reserved ? '1' : '0',
    ...(reserved ? { 'tdm-policy': addresses.of('tdmPolicy') } : {}),
  };
}

/** Returns the terms for acquiring the right to mine: an offer in ODRL that requires a request. */
export function tdmPolicy({ publication, addresses }: Pick<FormatContext, 'publication' | 'addresses'>): string {
  const { name, email, rights } = publication;
  const { acquire, usageTerms } = rightsOf(publication, { rights, publishedAt: '' });
  const offer = defined({
    '@context': ['http://www.w3.org/ns/odrl.jsonld', { tdm: `${PROFILE}#`, vcard: 'http://www.w3.org/2006/vcard/ns#' }],
    '@type': 'Offer',
    profile: PROFILE,
    uid: addresses.of('tdmPolicy'),
    assigner: {
      uid: addresses.home,
      'vcard:fn': name,
      ...(email === undefined ? {} : { 'vcard:hasEmail': `mailto:${email}` }),
      'vcard:hasURL': acquire ?? addresses.of('licence'),
    },
    'dcterms:description': usageTerms,
    permission: [{ target: addresses.home, action: 'tdm:mine', duty: [{ action: 'obtainConsent' }] }],
  });
  return `${JSON.stringify(offer, null, 1)}\n`;
}
