import { pathOf } from '../addresses/paths.ts';
import type { Story } from '../article/view.ts';
import type { FormatContext } from '../formats/format.ts';
import { formatOf } from '../formats/index.ts';
import type { Finding } from '../text/finding.ts';
import { toOffsetDateTime } from '../text/instant.ts';
import { frameOf } from './frame.ts';
import { cardOf } from './listing.ts';
import { renderTemplate } from './templates.ts';

/** Findings of a story for one audience. */
export interface AudienceFindings {
  readonly name: string;
  readonly findings: readonly Finding[];
}

/** A story under inspection. */
export interface Inspected {
  readonly story: Story;
  /** Headers of its page, by names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly audiences: readonly AudienceFindings[];
}

const TITLES: Readonly<Record<string, string>> = {
  google: 'Google',
  bing: 'Bing',
  apple: 'Apple',
  opengraph: 'Cards for links',
  ai: 'Crawlers for models',
  formats: 'Feeds and partners',
};

/** Renders previews of a story for each audience, with the findings. For editors alone. */
export function inspectPage(inspected: Inspected, context: FormatContext): string {
  return renderTemplate('inspect', inspectModel(inspected, context));
}

/** Fields of the template `inspect`. */
export function inspectModel({ story, headers, audiences }: Inspected, context: FormatContext) {
  const { addresses, publication } = context;
  const card = cardOf(story, context);
  return {
    ...frameOf(context, { title: `Inspect: ${story.headline}`, language: publication.language }),
    story,
    card,
    picture: card.image?.href?.replace(/^\/media\//, pathOf('inspectMedia', { path: '' })),
    address: addresses.article(story.slug),
    host: new URL(addresses.base).host,
    published: toOffsetDateTime(story.firstPublishedAt, publication.timeZone),
    excerpt: excerptOf(story),
    headers: Object.entries(headers),
    newsml: formatOf('newsml-g2')?.extension,
    audiences: audiences.map(({ name, findings }) => ({
      name,
      title: TITLES[name] ?? name,
      findings,
      errors: findings.filter(({ severity }) => severity === 'error').length,
      warnings: findings.filter(({ severity }) => severity === 'warning').length,
    })),
  };
}

/** Returns the standfirst or the first 200 characters of the text. */
function excerptOf({ html, standfirst }: Story): string {
  const text = html
    .replace(/<[^<>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...text];
  return standfirst ?? (characters.length <= 200 ? text : `${characters.slice(0, 200).join('')}…`);
}
