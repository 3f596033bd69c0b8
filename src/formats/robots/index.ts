import { disallowedPrefixes } from '../../addresses/resources.ts';
import type { DataMining } from '../../article/rights.ts';
import { type CrawlerGroup, crawlerGroups } from '../../publication/crawlers.ts';
import { contentUsage, hasRules, machineUses } from '../../publication/machine-uses.ts';
import { commonUses, hasOneLicence } from '../../publication/rights-of.ts';
import type { FormatContext } from '../format.ts';

/**
 * Returns `robots.txt` (RFC 9309) of a publication: crawler permissions, the licence for machines, and the sitemaps.
 * Parsers that take the first matching rule, or end a group at a blank line, interpret it like those that follow the
 * RFC.
 * @param ofStories the rules for mining that stories have of their own: a rule for the whole site would beat them
 */
export function robots(
  { publication, addresses }: Pick<FormatContext, 'publication' | 'addresses'>,
  ofStories: readonly DataMining[] = [],
): string {
  const uses = machineUses(publication.rights);
  // Responses have both in their headers as well.
  const { extensions } = publication.crawlers;
  const usage = extensions ? contentUsage(commonUses(publication, ofStories)) : undefined;
  const groups = crawlerGroups(publication, disallowedPrefixes(), ofStories).flatMap((group) =>
    // One name for each group: some parsers apply the rules to the last of several names alone.
    group.agents.map((agent) => groupText(agent, group, usage)),
  );
  const ends = [
    ...(extensions && hasRules(uses) && hasOneLicence(publication, ofStories)
      ? [`License: ${addresses.of('licenceDocument')}`]
      : []),
    `Sitemap: ${addresses.of('sitemapIndex')}`,
    `Sitemap: ${addresses.of('newsSitemap')}`,
  ];
  return `${[...groups, ends.join('\n')].join('\n\n')}\n`;
}

/** A copy on a developer's machine must not be indexed. */
export const DISALLOW_ALL = 'User-agent: *\nDisallow: /\n';

function groupText(agent: string, { allow, disallow }: CrawlerGroup, usage: string | undefined): string {
  const isShutOut = disallow.includes('/');
  return [
    `User-agent: ${agent}`,
    // AIPREF (draft-ietf-aipref-attach-05, section 3): a crawler that is disallowed needs no preference.
    ...(usage === undefined || isShutOut ? [] : [`Content-Usage: ${usage}`]),
    // Exceptions come first: the first matching rule and the longest are then the same.
    ...allow.map((path) => `Allow: ${path}`),
    ...disallow.map((path) => `Disallow: ${path}`),
  ].join('\n');
}
