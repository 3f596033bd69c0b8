import type { MachineUses } from '../../publication/machine-uses.ts';
import { type XmlElement, xml } from '../xml/element.ts';
import { writeXml } from '../xml/write.ts';

export const RSL_TYPE = 'application/rsl+xml';
export const RSL_NAMESPACE = 'https://rslstandard.org/rsl';

/** In days: how long a crawler may rely on a copy of the licence. */
const MAX_AGE = 1;

/**
 * Returns the licence for machines as a document (RSL 1.0, https://rslstandard.org/rsl).
 * @param url the licensed address, or `/` for the whole site
 */
export function rslDocument(uses: MachineUses, url: string): string {
  const content = xml('content', { url }, [rslLicense(uses)]);
  return writeXml(xml('rsl', { xmlns: RSL_NAMESPACE, 'max-age': MAX_AGE }, [content]));
}

/**
 * Returns the `license` of RSL: permitted and prohibited uses that have rules (`hasRules`); an empty one permits
 * everything.
 * @param prefix of its namespace, such as `rsl:` in RSS
 */
export function rslLicense(uses: MachineUses, prefix = ''): XmlElement {
  const usage = (name: 'permits' | 'prohibits', words: readonly string[]): XmlElement[] =>
    words.length === 0 ? [] : [xml(`${prefix}${name}`, { type: 'usage' }, words.join(' '))];
  const { permits, prohibits } = wordsOf(uses);
  return xml(`${prefix}license`, {}, [...usage('permits', permits), ...usage('prohibits', prohibits)]);
}

/** Returns RSL's names of uses: `all`, `ai-all`, `ai-train`, `ai-input`, `ai-index`, `search`. */
function wordsOf({ search, training }: MachineUses): { permits: string[]; prohibits: string[] } {
  if (search === training && search !== undefined) {
    return search ? { permits: ['all'], prohibits: [] } : { permits: [], prohibits: ['all'] };
  }
  const refusesAll = search === true && training === false;
  return {
    permits: search === true ? ['search'] : [],
    prohibits: training === false ? [refusesAll ? 'ai-all' : 'ai-train'] : [],
  };
}
