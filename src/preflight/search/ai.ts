import { metaOf, storyNode } from '../served-page.ts';
import { faultIf, type PageRule } from './rule.ts';

const RENDERING = 'Vendors of GPTBot, ClaudeBot, PerplexityBot (2026-09): no scripts are run';
const RSL = 'RSL 1.0, discovery';
const AIPREF = 'draft-ietf-aipref-attach-05';

/** Requirements of collectors of text for models and answers. */
export const ai: readonly PageRule[] = [
  {
    id: 'ai/text-in-html',
    level: 'recommended',
    reference: RENDERING,
    faults: ({ page }) => {
      const body = String(storyNode(page)?.articleBody ?? '');
      const [start] = body.split('\n');
      const isMissing =
        start !== undefined && start.trim() !== '' && !page.text.includes(start.replace(/\s+/g, ' ').trim());
      return faultIf(
        isMissing,
        'The text of the story is not in the HTML: crawlers without scripts cannot read it.',
        'main',
      );
    },
  },
  {
    id: 'ai/licence',
    level: 'recommended',
    reference: RSL,
    faults: ({ page }) => {
      const isLinked = page.links.some(({ rel }) => rel.split(' ').includes('license'));
      return faultIf(
        !isLinked,
        'The page names no licence for machines: add `rights: { dataMining: … }`.',
        'link[rel=license]',
      );
    },
  },
  {
    id: 'ai/licences-agree',
    level: 'recommended',
    reference: `${RSL}; ${AIPREF}`,
    faults: ({ page }) => {
      const inHead = page.links.find(({ rel }) => rel === 'license')?.href;
      const inHeader = /<([^<>]+)>; ?rel="license"/.exec(page.headers.link ?? '')?.[1];
      const isOther = inHead !== undefined && inHeader !== undefined && inHead !== inHeader;
      return faultIf(isOther, 'The page and its headers name different licences.', 'link[rel=license]');
    },
  },
  {
    id: 'ai/usage-dictionary',
    level: 'required',
    reference: `${AIPREF}; RFC 9651, dictionaries`,
    faults: ({ page }) => {
      const usage = page.headers['content-usage'];
      const isWrong = usage !== undefined && !/^(search|train-ai)=[yn](, (search|train-ai)=[yn])*$/.test(usage);
      return faultIf(
        isWrong,
        `Content-Usage "${usage}" is not a dictionary of search and train-ai with y or n.`,
        'Content-Usage',
      );
    },
  },
  {
    id: 'ai/reservation',
    level: 'required',
    reference: 'TDMRep (2024-02-02), section 5',
    faults: ({ page }) => {
      const [header, meta] = [page.headers['tdm-reservation'], metaOf(page, 'tdm-reservation')];
      return [
        ...faultIf(header !== undefined && !/^[01]$/.test(header), 'tdm-reservation is 0 or 1.', 'tdm-reservation'),
        ...faultIf(
          header !== undefined && meta !== undefined && header !== meta,
          'Header and meta tag have different reservations: make them the same.',
          'tdm-reservation',
        ),
      ];
    },
  },
];
