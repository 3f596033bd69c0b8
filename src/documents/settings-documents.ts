import { isLocal } from '../addresses/addresses.ts';
import type { DataMining } from '../article/rights.ts';
import { ALL } from '../article/terms.ts';
import { feedGroups } from '../feeds/definition.ts';
import { type FormatContext, settingsContext } from '../formats/format.ts';
import { readersFormat } from '../formats/index.ts';
import { vocabularyDocument } from '../formats/newsml-g2/vocabulary.ts';
import { OPML_TYPE, type OutlineGroup, opml } from '../formats/opml/index.ts';
import { DISALLOW_ALL, robots } from '../formats/robots/index.ts';
import { RSL_TYPE, rslDocument } from '../formats/rsl/index.ts';
import { tdmPolicy, tdmReservations } from '../formats/tdm/index.ts';
import { trust } from '../formats/trust/index.ts';
import { apiCatalog, LINK_SET_TYPE, MANIFEST_TYPE, securityTxt, webManifest } from '../formats/well-known/index.ts';
import { epochOf } from '../publication/epoch.ts';
import { hasRules, machineUses } from '../publication/machine-uses.ts';
import type { Publication } from '../publication/publication.ts';
import type { Instant } from '../text/instant.ts';
import { type DatedDraft, type DocumentResult, NOT_FOUND } from './document-cache.ts';
import type { DocumentDeps } from './documents.ts';

/** A document that depends on the settings alone. */
export interface SettingsDraft extends Pick<DatedDraft, 'withDate' | 'statedDate'> {
  readonly text: string;
  readonly mediaType: string;
}

/** Renders a document from the settings; `undefined` if they define none. */
export type SettingsRenderer = (context: FormatContext) => SettingsDraft | undefined;

/** More than the rules for mining that exist. */
const MAX_RULES = 100;

/** The settings documents in data formats. */
const RENDERERS = {
  opml: ({ publication, ...context }) => ({
    text: opml(outlines(publication), { publication, ...context }),
    mediaType: OPML_TYPE,
  }),
  licenceDocument: ({ publication }) => {
    const uses = machineUses(publication.rights);
    return hasRules(uses) ? { text: rslDocument(uses, '/'), mediaType: RSL_TYPE } : undefined;
  },
  tdmReservation: (context) => ({
    text: tdmReservations(machineUses(context.publication.rights), context),
    mediaType: 'application/json',
  }),
  tdmPolicy: (context) => ({ text: tdmPolicy(context), mediaType: 'application/ld+json' }),
  trust: (context) => ({ text: trust(context), mediaType: 'text/plain' }),
  apiCatalog: (context) => ({ text: apiCatalog(context), mediaType: LINK_SET_TYPE }),
  securityTxt: (context) => {
    const text = securityTxt(context);
    return text === undefined ? undefined : { text, mediaType: 'text/plain' };
  },
  webManifest: (context) => ({ text: webManifest(context), mediaType: MANIFEST_TYPE }),
} as const satisfies Readonly<Record<string, SettingsRenderer>>;

/** Name of a settings document in a data format. */
export type SettingsDocumentName = keyof typeof RENDERERS;

/**
 * Documents that depend on the settings alone. Settings have no recorded time of change: `Last-Modified` is the time at
 * which a document was first served with its bytes.
 */
export class SettingsDocuments {
  readonly #deps: DocumentDeps;

  constructor(deps: DocumentDeps) {
    this.#deps = deps;
  }

  /** Returns a settings document in a data format. */
  get(name: SettingsDocumentName, now: Instant): Promise<DocumentResult> {
    return this.render(name, now, RENDERERS[name]);
  }

  /** Returns robots.txt, whose rules hold for every story. */
  robots(now: Instant): Promise<DocumentResult> {
    const { archive, documentCache, site } = this.#deps;
    return documentCache.get('robots', now, async (instant) => {
      const context = settingsContext(site());
      const ofStories = (await archive.feeds.termValues('mining', '', MAX_RULES)) as DataMining[];
      const text = isLocal(context.addresses.base) ? DISALLOW_ALL : robots(context, ofStories);
      const made = { text, mediaType: 'text/plain', lastModified: instant, tags: ['settings'] };
      return { made, invalidatedBy: { articles: [], terms: [ALL] } };
    });
  }

  /** Returns one of our vocabularies, one of its concepts, or the catalog. */
  vocabulary(path: string, now: Instant): Promise<DocumentResult> {
    return this.render(`vocabulary ${path}`, now, (context) => {
      const epoch = epochOf(context.publication);
      const made = vocabularyDocument(path, epoch, context);
      const withDate = (changed: Instant) => ({ text: vocabularyDocument(path, changed, context)?.text ?? '' });
      return made && { ...made, statedDate: epoch, withDate };
    });
  }

  /**
   * Returns a document that a function renders from the settings, such as a page.
   * @param key of the document in the cache
   */
  render(key: string, now: Instant, render: SettingsRenderer): Promise<DocumentResult> {
    return this.#deps.documentCache.get(key, now, async (instant) => {
      const draft = render(settingsContext(this.#deps.site()));
      const made = draft === undefined ? NOT_FOUND : { ...draft, lastModified: instant, tags: ['settings'] };
      return { made, invalidatedBy: { articles: [] } };
    });
  }
}

/** Returns the feeds for readers, each in the first suitable format. */
function outlines(publication: Publication): OutlineGroup[] {
  return feedGroups(publication).map(({ heading, feeds }) => ({
    heading,
    feeds: feeds.flatMap((feed) => {
      const format = readersFormat(feed.formats);
      return format === undefined ? [] : [{ ...feed, extension: format.extension }];
    }),
  }));
}
