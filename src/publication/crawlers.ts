import { machineUses } from './machine-uses.ts';
import type { Publication } from './publication.ts';

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
  ],
  user: ['ChatGPT-User', 'Perplexity-User', 'Claude-User', 'meta-externalfetcher'],
};

/** What nobody should crawl: pages that are made for one reader, or that have no end. */
const NOT_FOR_CRAWLERS = ['/search', '/status', '/deliveries', '/inspect/', '/subscribers/', '/feeds/q?', '/feeds/q.'];

/** Rules for some crawlers (RFC 9309): everything is allowed except the named paths. */
export interface CrawlerGroup {
  readonly agents: readonly string[];
  readonly disallow: readonly string[];
  readonly allow: readonly string[];
}

/**
 * The groups of robots.txt. A group with a name takes the place of the one for everybody, so each says all that holds for
 * it. Who trains models is let in unless the rights or the settings say otherwise.
 */
export function crawlerGroups({ crawlers, rights }: Publication): CrawlerGroup[] {
  const usual = [...NOT_FOR_CRAWLERS, ...crawlers.disallow];
  const training = crawlers.training ?? (machineUses(rights).training === false ? 'disallow' : 'allow');
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
