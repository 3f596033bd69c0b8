import { type CrawlerGroup, crawlerGroups } from '../../publication/crawlers.ts';
import { contentUsage, hasRules, machineUses } from '../../publication/machine-uses.ts';
import type { FormatContext } from '../format.ts';

/**
 * `robots.txt` (RFC 9309) of a publication: who may crawl what, the licence for machines, and the sitemaps. Written so that
 * parsers that take the first rule that fits, or end a group at a blank line, read the same as those that follow the RFC.
 */
export function robots({ publication, addresses }: Pick<FormatContext, 'publication' | 'addresses'>): string {
  const uses = machineUses(publication.rights);
  const usage = contentUsage(uses);
  const groups = crawlerGroups(publication).flatMap((group) =>
    // One name a group: some parsers take the rules for the last of several names alone.
    group.agents.map((agent) => groupText(agent, group, usage)),
  );
  const ends = [
    ...(hasRules(uses) ? [`License: ${addresses.absolute('/license.xml')}`] : []),
    `Sitemap: ${addresses.absolute('/sitemap.xml')}`,
    `Sitemap: ${addresses.absolute('/sitemap-news.xml')}`,
  ];
  return `${[...groups, ends.join('\n')].join('\n\n')}\n`;
}

/** A copy on somebody's own machine is not to be found by anybody. */
export const NOBODY = 'User-agent: *\nDisallow: /\n';

function groupText(agent: string, { allow, disallow }: CrawlerGroup, usage: string | undefined): string {
  const isShutOut = disallow.includes('/');
  return [
    `User-agent: ${agent}`,
    // AIPREF (draft-ietf-aipref-attach-05, section 3): who may not come needs to hear no preference.
    ...(usage === undefined || isShutOut ? [] : [`Content-Usage: ${usage}`]),
    // What is allowed stands first, being the exception: the first rule that fits and the longest are then the same.
    ...allow.map((path) => `Allow: ${path}`),
    ...disallow.map((path) => `Disallow: ${path}`),
  ].join('\n');
}
