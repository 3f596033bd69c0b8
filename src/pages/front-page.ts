import { feedPath } from '../addresses/paths.ts';
import type { Front, FrontBlock } from '../feeds/front-stories.ts';
import type { FormatContext } from '../formats/format.ts';
import { publisherNode, webSiteNode, writeJsonLd } from '../formats/json-ld/index.ts';
import { textsIn } from '../publication/interface-texts.ts';
import { sectionName, sectionOf } from '../publication/publication.ts';
import { frameOf } from './frame.ts';
import { cardsOf } from './listing.ts';
import { renderTemplate } from './templates.ts';

/** Renders the front page: its first stories, then the blocks under their headings. */
export function frontPage(front: Front, context: FormatContext): string {
  return renderTemplate('front', frontModel(front, context));
}

/** Fields of the template `front`. */
export function frontModel({ top, blocks }: Front, context: FormatContext) {
  const { publication, addresses } = context;
  return {
    ...frameOf(context, {
      title: publication.name,
      description: publication.description,
      canonical: addresses.home,
    }),
    stories: cardsOf(top, context),
    blocks: blocks.map((block) => ({
      ...headingOf(block, context),
      // The heading names the section already.
      stories: cardsOf(block.stories, context).map((card) =>
        block.settings.section === undefined ? card : { ...card, section: '' },
      ),
    })),
    jsonLd: writeJsonLd({ '@context': 'https://schema.org', '@graph': [webSiteNode(context), publisherNode(context)] }),
  };
}

function headingOf({ settings: { title, section, show } }: FrontBlock, { publication }: FormatContext) {
  const words = textsIn(publication.language);
  const known = section === undefined ? undefined : sectionOf(publication, section);
  if (section !== undefined) {
    const name = known === undefined ? section : sectionName(known, publication.language);
    return { title: title ?? name, href: feedPath(`section/${section}`) };
  }
  const names = { newest: words.newest, opinion: words.opinion, live: words.live };
  return { title: title ?? (show === undefined ? words.selected : names[show]), href: undefined };
}
