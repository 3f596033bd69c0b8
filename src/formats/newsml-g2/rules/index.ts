import type { Finding } from '../../../text/finding.ts';
import { checkXml } from '../../xml/read.ts';
import { CODE_RULES } from './code-rules.ts';
import { CONTENT_RULES } from './content-rules.ts';
import { ITEM_RULES } from './item-rules.ts';
import { LIFE_CYCLE_RULES } from './life-cycle-rules.ts';
import { PACKAGE_RULES } from './package-rules.ts';

/**
 * The lint of NewsML-G2: what the XML Schema cannot say, and what producers get wrong all the same. "Guidelines" are
 * IPTC's NewsML-G2 Guidelines; the XSD itself is run by the preflight, where it is at hand.
 */
export const NEWSML_G2_RULES = [...ITEM_RULES, ...CODE_RULES, ...LIFE_CYCLE_RULES, ...CONTENT_RULES, ...PACKAGE_RULES];

const NAMESPACES = { n: 'http://iptc.org/std/nar/2006-10-01/' };

/** Lints a newsItem, packageItem, conceptItem, knowledgeItem or newsMessage, whoever made it. */
export function checkNewsmlG2(document: string): Finding[] {
  return checkXml(document, NEWSML_G2_RULES, NAMESPACES);
}
