import type { DataMining } from '../article/rights.ts';
import type { Publication } from './publication.ts';
import { commonUses } from './rights-of.ts';

/** The purpose that a crawler states for itself. */
export type CrawlerRole = 'search' | 'training' | 'user';

/**
 * The robots.txt product tokens of vendors' crawlers by purpose, as documented by the vendors (2026-09).
 * `Google-Extended` and `Applebot-Extended` are tokens for rules only: no crawler uses them as User-Agent.
 */
export const CRAWLERS: Readonly<Record<CrawlerRole, readonly string[]>> = {
  search: [
    'Googlebot',
    'Bingbot',
    'Applebot',
    'OAI-SearchBot',
    'Claude-SearchBot',
    'PerplexityBot',
    'Amzn-SearchBot',
    'DuckAssistBot',
  ],
  training: [
    'GPTBot',
    'ClaudeBot',
    'Google-Extended',
    'Applebot-Extended',
    'CCBot',
    'Amazonbot',
    'meta-externalagent',
    'MistralAI-Training',
    'Bytespider',
    'AI2Bot',
    'Ai2Bot-Dolma',
    'anthropic-ai',
    'cohere-training-data-crawler',
    'DeepSeekBot',
    'FacebookBot',
    'Factset_spyderbot',
    'TikTokSpider',
    'Timpibot',
  ],
  user: ['ChatGPT-User', 'Perplexity-User', 'Claude-User', 'meta-externalfetcher'],
};

/** Rules for some crawlers (RFC 9309): everything is allowed except the named paths. */
export interface CrawlerGroup {
  readonly agents: readonly string[];
  readonly disallow: readonly string[];
  readonly allow: readonly string[];
}

/**
 * Returns the groups of robots.txt. A crawler uses the group with its name instead of the general one, so each group is
 * complete. Crawlers that collect training data are allowed unless rights or settings disallow them.
 * @param disallowed path prefixes that no crawler should request
 * @param ofStories the rules for mining that stories have of their own
 */
export function crawlerGroups(
  publication: Publication,
  disallowed: readonly string[],
  ofStories: readonly DataMining[] = [],
): CrawlerGroup[] {
  const { crawlers } = publication;
  const usual = [...disallowed, ...crawlers.disallow];
  const training = crawlers.training ?? (commonUses(publication, ofStories).training === false ? 'disallow' : 'allow');
  const roles = { search: crawlers.search, training, user: crawlers.user };
  const refused = (Object.keys(CRAWLERS) as CrawlerRole[]).filter((role) => roles[role] === 'disallow');
  return [
    { agents: ['*'], disallow: usual, allow: [] },
    ...refused.map((role) => ({ agents: CRAWLERS[role], disallow: ['/'], allow: [] })),
    ...crawlers.groups.map(({ agents, disallow, allow }) => ({
      agents,
      allow,
      disallow: disallow.includes('/') ? disallow : [...usual, ...disallow],
    })),
  ];
}
