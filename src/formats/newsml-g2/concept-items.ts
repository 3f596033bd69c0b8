import { tagOf } from '../../article/identity.ts';
import { type Instant, toMilliseconds, toOffsetDateTime } from '../../text/instant.ts';
import { textElement, type XmlElement, xml } from '../xml/element.ts';
import { G2_NAMESPACE, type G2Context, itemAttributes } from './item.ts';
import { rightsInfo } from './rights-info.ts';
import { catalogElement, catalogs, type OwnConcept, type OwnScheme } from './schemes.ts';

/** The instant since which an item of the publication's own vocabularies has its current content. */
export interface Dated {
  readonly changed: Instant;
}

/** Returns one of our schemes with all its concepts, at its own address (Guidelines, section 14.5.1). */
export function knowledgeItem(scheme: OwnScheme, { changed }: Dated, context: G2Context): XmlElement {
  const { publication, addresses } = context;
  const about = {
    guid: tagOf(publication.authority, 'cv', scheme.path),
    itemClass: 'cinat:scheme',
    title: scheme.name,
    changed,
  };
  return item({ element: 'knowledgeItem', ...about }, context, [
    xml('contentMeta', {}, [xml('description', { 'xml:lang': 'en' }, `${scheme.name} of ${publication.name}.`)]),
    scheme.concepts.length === 0
      ? undefined
      : xml(
          'conceptSet',
          {},
          scheme.concepts.map((concept) => conceptElement(scheme, concept)),
        ),
    xml('schemeMeta', { uri: addresses.scheme(scheme.path), preferredalias: scheme.alias }),
  ]);
}

/** Returns one concept of our schemes at the address that its code resolves to. */
export function conceptItem(
  scheme: OwnScheme,
  concept: OwnConcept,
  { changed, ...context }: G2Context & Dated,
): XmlElement {
  const name = `${scheme.path}/${concept.code}`;
  const title = Object.values(concept.names)[0] ?? concept.code;
  const about = {
    guid: tagOf(context.publication.authority, 'concept', name),
    itemClass: 'cinat:concept',
    title,
    changed,
  };
  return item({ element: 'conceptItem', ...about }, context, [conceptElement(scheme, concept)]);
}

/** Returns our schemes as a catalog at an address of its own, for items that refer to it. */
export function ownCatalog(context: G2Context): XmlElement {
  return catalogElement(context.addresses, { xmlns: G2_NAMESPACE });
}

interface About extends Dated {
  readonly element: 'conceptItem' | 'knowledgeItem';
  readonly guid: string;
  readonly itemClass: string;
  readonly title: string;
}

/** Settings have no version history: the version follows from the instant of their last change. */
function item(
  { element, guid, itemClass, title, changed }: About,
  context: G2Context,
  parts: readonly (XmlElement | undefined)[],
): XmlElement {
  const { profile, publication, addresses } = context;
  const version = Math.max(1, Math.floor(toMilliseconds(changed) / 1000) - 946_684_800);
  const attributes = { ...itemAttributes(profile, guid, version), 'xml:lang': publication.language };
  return xml(element, attributes, [
    // Every scheme of ours has to be declared in the document that describes it.
    ...catalogs({ ...profile, forSuperdesk: true }, addresses),
    rightsInfo({}, { target: guid, publishedAt: changed }, context),
    xml('itemMeta', {}, [
      xml('itemClass', { qcode: itemClass }),
      xml('provider', { uri: addresses.home }, [xml('name', {}, publication.name)]),
      xml('versionCreated', {}, toOffsetDateTime(changed, publication.timeZone)),
      xml('pubStatus', { qcode: 'stat:usable' }),
      xml('generator', { versioninfo: context.release }, 'Dateline'),
      xml('title', { 'xml:lang': publication.language }, title),
    ]),
    ...parts,
  ]);
}

function conceptElement(
  { alias }: OwnScheme,
  { code, nature, names, definition, sameAs = [], web }: OwnConcept,
): XmlElement {
  const contact = web === undefined ? undefined : [xml('contactInfo', {}, [xml('web', {}, web)])];
  return xml('concept', {}, [
    xml('conceptId', { qcode: `${alias}:${code}` }),
    xml('type', { qcode: `cpnat:${nature}` }),
    ...Object.entries(names).map(([lang, name]) => xml('name', { 'xml:lang': lang }, name)),
    textElement('definition', definition),
    ...sameAs.map((uri) => xml('sameAs', { uri })),
    contact && nature === 'person' ? xml('personDetails', {}, contact) : undefined,
    contact && nature === 'organisation' ? xml('organisationDetails', {}, contact) : undefined,
  ]);
}
