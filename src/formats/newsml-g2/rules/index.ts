import type { Finding } from '../../../text/finding.ts';
import { checkXml } from '../../xml/read.ts';
import { CODE_RULES } from './code-rules.ts';
import { CONTENT_RULES } from './content-rules.ts';
import { ITEM_RULES } from './item-rules.ts';
import { LIFE_CYCLE_RULES } from './life-cycle-rules.ts';
import { PACKAGE_RULES } from './package-rules.ts';

/**
 * The rules of NewsML-G2 that the XML Schema cannot express and producers often break. "Guidelines" are IPTC's
 * NewsML-G2 Guidelines; the XSD itself is run by the preflight checks, if it is available.
 */
export const NEWSML_G2_RULES = [...ITEM_RULES, ...CODE_RULES, ...LIFE_CYCLE_RULES, ...CONTENT_RULES, ...PACKAGE_RULES];

const NAMESPACES = { n: 'http://iptc.org/std/nar/2006-10-01/' };

/** Checks a newsItem, packageItem, conceptItem, knowledgeItem or newsMessage of any producer. */
export function checkNewsmlG2(document: string): Finding[] {
  return checkXml(document, NEWSML_G2_RULES, NAMESPACES);
}
