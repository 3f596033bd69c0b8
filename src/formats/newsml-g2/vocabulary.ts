import type { Instant } from '../../text/instant.ts';
import type { FormatContext } from '../format.ts';
import { writeXml } from '../xml/write.ts';
import { conceptItem, knowledgeItem, ownCatalog } from './concept-items.ts';
import { DEFAULT_PROFILE } from './profile.ts';
import { OWN_CATALOG, ownSchemes } from './schemes.ts';

/** The document at the address of one of our schemes, of one of its concepts, or of our catalog. */
export interface VocabularyDocument {
  readonly text: string;
  readonly mediaType: string;
}

/**
 * Returns the document at an address below `/cv/`: `section/` is the scheme as a knowledgeItem, `section/world` the
 * concept as a conceptItem, `catalog-1.xml` the catalog.
 * @param path the part after `/cv/`
 * @param changed instant of the last change of the content; the version follows from it
 * @returns `undefined` for an unknown vocabulary or code
 */
export function vocabularyDocument(
  path: string,
  changed: Instant,
  context: FormatContext,
): VocabularyDocument | undefined {
  const g2 = { ...context, profile: DEFAULT_PROFILE };
  if (path === OWN_CATALOG) return { text: writeXml(ownCatalog(g2)), mediaType: 'application/xml' };
  const [name, code, ...rest] = path.split('/');
  const scheme = ownSchemes(context.publication).find((one) => one.path === name);
  if (scheme === undefined || code === undefined || rest.length > 0) return undefined;
  if (code === '') {
    return {
      text: writeXml(knowledgeItem(scheme, { changed }, g2)),
      mediaType: 'application/vnd.iptc.g2.knowledgeitem+xml',
    };
  }
  const concept = scheme.concepts.find((one) => one.code === code);
  if (concept === undefined) return undefined;
  return {
    text: writeXml(conceptItem(scheme, concept, { ...g2, changed })),
    mediaType: 'application/vnd.iptc.g2.conceptitem+xml',
  };
}

/** Returns every path below `/cv/` that has a document, for lists and exports. */
export function vocabularyPaths({ publication }: FormatContext): string[] {
  const schemes = ownSchemes(publication);
  return [
    OWN_CATALOG,
    ...schemes.flatMap(({ path, concepts }) => [`${path}/`, ...concepts.map(({ code }) => `${path}/${code}`)]),
  ];
}
