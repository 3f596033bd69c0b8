import { originalElsewhere } from '../addresses/copies.ts';
import { licenceAddress } from '../addresses/licence-address.ts';
import { articlePath, feedPath, REFRESH_QUERY } from '../addresses/paths.ts';
import { summaryOf } from '../article/summary.ts';
import type { Story, View } from '../article/view.ts';
import { isOffered } from '../formats/destination.ts';
import type { FormatContext } from '../formats/format.ts';
import { ARTICLE_FORMATS } from '../formats/index.ts';
import { graphOf, PAID_CLASS, writeJsonLd } from '../formats/json-ld/index.ts';
import { defaultPicture, type LeadPicture, leadPicture } from '../formats/lead-picture.ts';
import { withLocalTimes } from '../formats/live-times.ts';
import { hreflangs } from '../formats/sitemap/url-set.ts';
import { textsIn } from '../publication/interface-texts.ts';
import { machineUses } from '../publication/machine-uses.ts';
import { sectionName, sectionOf } from '../publication/publication.ts';
import { rightsOfStory } from '../publication/rights-of.ts';
import { defined } from '../text/defined.ts';
import { writeBody } from '../text/html-tree.ts';
import { type Instant, toOffsetDateTime } from '../text/instant.ts';
import { mapElements } from '../text/projections.ts';
import { endingOf } from './article-ending.ts';
import { frameOf, localeOf } from './frame.ts';
import { mediaOf, textPictureAttributes } from './pictures.ts';
import { renderTemplate } from './templates.ts';

/** Renders the page of a story or of its withdrawal. */
export function articlePage(view: View, context: FormatContext): string {
  if (view.kind === 'story') return renderTemplate('article', articleModel(view, context));
  const words = textsIn(view.language);
  return renderTemplate('message', {
    ...frameOf(context, { title: words.gone, language: view.language }),
    heading: words.gone,
    text: view.notice,
  });
}

/** Fields of the templates `article` and `article-head`. */
export function articleModel(story: Story, context: FormatContext) {
  const { publication, addresses } = context;
  const words = textsIn(story.language);
  const section = sectionOf(publication, story.section);
  const original = originalElsewhere(story, context);
  return {
    ...frameOf(
      context,
      defined({
        title: headlineFor('seo', story),
        language: story.language,
        direction: story.direction,
        canonical: addresses.article(story.slug),
        // Copies are excluded from search results: a canonical link to another site alone does not do that.
        // Search engines read this, and few of them `Content-Usage`.
        isIndexed: original === undefined && machineUses(rightsOfStory(publication, story)).search !== false,
        variants: hreflangs(story, context),
        linkCard: false as const,
        licence: licenceAddress(story, context),
        description: summaryOf(story),
        feed: { name: `section/${story.section}`, title: section?.name ?? story.section },
      }),
    ),
    story,
    original,
    words,
    sectionHref: feedPath(`section/${story.section}`),
    sectionName: section === undefined ? story.section : sectionName(section, story.language),
    byline: bylineOf(story),
    published: shownTime(story.firstPublishedAt, story.language, publication.timeZone),
    updated:
      story.updatedAt === story.firstPublishedAt
        ? undefined
        : shownTime(story.updatedAt, story.language, publication.timeZone),
    paidClass: PAID_CLASS,
    ...mediaOf(story, context),
    live: liveLinks(story, context),
    // `body` is the name of the content in the layout.
    text: bodyHtml(story, context),
    ...endingOf(story, context),
    formats: ARTICLE_FORMATS.filter((format) => isOffered(format, context, story)).map(
      ({ name, mediaType, extension }) => ({
        title: name,
        type: mediaType,
        href: addresses.article(story.slug, extension),
      }),
    ),
    authors: (story.bylines.length > 0 ? story.bylines.map(({ name }) => name) : [publication.name]).join(', '),
    keywords: story.keywords,
    jsonLd: writeJsonLd(graphOf(story, context)),
    socialTitle: headlineFor('social', story),
    locale: localeOf(story.language),
    social: socialImage(leadPicture(story), context),
  };
}

/** Largest number of links to the updates of a live page. */
const MAX_JUMPS = 12;

/** Returns the links to the newest updates of a live page, and while it is live to itself with a regular refresh. */
function liveLinks({ live, isLive, slug, language }: Story, { publication: { timeZone } }: FormatContext) {
  const titled = live?.updates.filter(({ headline }) => headline !== undefined) ?? [];
  if (live === undefined) return undefined;
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  const day = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone });
  const days = new Set(titled.map(({ at }) => at.slice(0, 10)));
  const timeOf = (at: Instant): string =>
    `${days.size > 1 ? `${day.format(new Date(at))} ` : ''}${time.format(new Date(at))}`;
  const newest = titled.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, MAX_JUMPS);
  return {
    jumps: newest.map(({ id, headline = '', at }) => ({ href: `#${id}`, headline, time: timeOf(at) })),
    refresh: isLive ? `${articlePath(slug)}?${REFRESH_QUERY}` : undefined,
    stop: articlePath(slug),
  };
}

/** A part of the line of authors: a name with its page, or the words between two names. */
interface BylinePart {
  readonly text: string;
  readonly href?: string;
}

function bylineOf({ bylines, language }: Story): BylinePart[] {
  const names = [...bylines];
  const parts = new Intl.ListFormat(language, { type: 'conjunction' }).formatToParts(bylines.map(({ name }) => name));
  return parts.map(({ type, value }) => {
    const author = type === 'element' ? names.shift() : undefined;
    const href = author?.staff === undefined ? author?.url : feedPath(`author/${author.staff}`);
    return defined({ text: value, href });
  });
}

/** Formats a time for readers and for machines, in the time zone of the publication. */
function shownTime(instant: Instant, language: string, timeZone: string): { machine: string; human: string } {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone });
  return { machine: toOffsetDateTime(instant, timeZone), human: format.format(new Date(instant)) };
}

/** Returns the text with pictures in several sizes. */
function bodyHtml(story: Story, context: FormatContext): string {
  const { html, body } = story;
  if (!html.includes('<img') && !html.includes('<th')) return withLocalTimes(html, story, context);
  const changed = writeBody(
    mapElements(body, (element) => {
      const { tagName, children } = element;
      if (tagName === 'img') return { ...element, properties: textPictureAttributes(element, context) };
      // The corner of a table with headings on two sides is not a heading.
      return tagName === 'th' && children.length === 0 ? { ...element, tagName: 'td' } : element;
    }),
  );
  return withLocalTimes(changed, story, context);
}

function socialImage(lead: LeadPicture | undefined, { addresses, publication }: FormatContext) {
  const shown = lead ?? defaultPicture(publication);
  return shown && { ...shown, href: addresses.absolute(shown.href), isLarge: lead !== undefined };
}

/** Returns the headline for a use, or the main one. */
function headlineFor(wanted: Story['headlines'][number]['role'], { headline, headlines }: Story): string {
  return headlines.find(({ role }) => role === wanted)?.text ?? headline;
}
