import { isIri } from '../../article/identity.ts';
import type { Finding } from '../../text/finding.ts';
import { parseInstant } from '../../text/instant.ts';
import { isHttpUrl } from '../../text/url.ts';
import { checkXml, type XmlRule } from '../xml/read.ts';

/** True for a date of RFC 4287, section 3.3: RFC 3339 with an upper-case T and Z. */
function isAtomDate(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text) && parseInstant(text) !== undefined
  );
}

const RULES: readonly XmlRule[] = [
  {
    id: 'atom/feed',
    severity: 'error',
    reference: 'RFC 4287, section 4.1.1',
    message: 'A feed has exactly one id, title and updated.',
    faults: '/a:feed[count(a:id) != 1 or count(a:title) != 1 or count(a:updated) != 1]',
  },
  {
    id: 'atom/entry',
    severity: 'error',
    reference: 'RFC 4287, section 4.1.2',
    message: 'An entry has exactly one id, title and updated, and at most one published, summary, content and rights.',
    faults:
      '//a:entry[count(a:id) != 1 or count(a:title) != 1 or count(a:updated) != 1 or count(a:published) > 1 or ' +
      'count(a:summary) > 1 or count(a:content) > 1 or count(a:rights) > 1]',
  },
  {
    id: 'atom/id-unique',
    severity: 'error',
    reference: 'RFC 4287, section 4.2.6',
    message: 'Two entries have the same id.',
    faults: '//a:entry/a:id[. = ../preceding-sibling::a:entry/a:id]',
  },
  {
    id: 'atom/id',
    severity: 'error',
    reference: 'RFC 4287, section 4.2.6',
    message: 'An id is an IRI with a scheme, such as a tag: or https: address.',
    faults: '//a:id',
    unless: isIri,
  },
  {
    id: 'atom/date',
    severity: 'error',
    reference: 'RFC 4287, section 3.3',
    message: 'Dates are written like 2026-03-02T09:00:00Z.',
    faults: '//a:updated | //a:published | //at:deleted-entry/@when',
    unless: isAtomDate,
  },
  {
    id: 'atom/author',
    severity: 'error',
    reference: 'RFC 4287, section 4.1.1',
    message: 'Every entry has an author with a name, or else the feed has one.',
    faults: '//a:entry[not(a:author/a:name[. != ""]) and not(/a:feed/a:author)]',
  },
  {
    id: 'atom/self-link',
    severity: 'warning',
    reference: 'RFC 4287, section 4.2.7.2',
    message: 'A feed names its own address once, as a link with rel="self".',
    faults: '/a:feed[count(a:link[@rel="self"]) != 1]',
  },
  {
    id: 'atom/content-or-link',
    severity: 'error',
    reference: 'RFC 4287, section 4.1.2',
    message: 'An entry without an alternate link needs content.',
    faults: '//a:entry[not(a:content) and not(a:link[not(@rel) or @rel="alternate"])]',
  },
  {
    id: 'atom/category',
    severity: 'error',
    reference: 'RFC 4287, section 4.2.2',
    message: 'A category has a term.',
    faults: '//a:category[not(@term) or @term=""]',
  },
  {
    id: 'atom/address',
    severity: 'error',
    reference: 'RFC 4287, section 4.2.7.1',
    message: 'Links are absolute http or https addresses.',
    faults: '//a:link/@href',
    unless: isHttpUrl,
  },
  {
    id: 'atom/tombstone',
    severity: 'error',
    reference: 'RFC 6721, section 3',
    message: 'A deleted entry has ref and when, and the feed has no entry with the same id.',
    faults: '//at:deleted-entry[not(@ref) or not(@when) or @ref = ../a:entry/a:id]',
  },
];

const NAMESPACES = { a: 'http://www.w3.org/2005/Atom', at: 'http://purl.org/atompub/tombstones/1.0' };

/** Checks an Atom document against the specification and common readers. */
export function checkAtom(document: string): Finding[] {
  return checkXml(document, RULES, NAMESPACES);
}
