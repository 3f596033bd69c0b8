import { pathOf } from '../../addresses/paths.ts';
import { previewOf } from '../../documents/preview.ts';
import { servedArticlePage } from '../../pages/large-article-page.ts';
import { type AudienceName, checkPage } from '../../preflight/search/index.ts';
import { checkNewsSitemap } from '../../preflight/search/news-sitemap.ts';
import { readPage } from '../../preflight/served-page.ts';
import type { Finding } from '../../text/finding.ts';
import type { Instant } from '../../text/instant.ts';
import type { DryRun } from '../dry-run.ts';
import type { Checked } from './check-stories.ts';
import { reportOf } from './report-of.ts';

/**
 * Returns the findings of search engines and other readers for story pages, as they are or will be served.
 * @param only these files; all files if empty
 * @throws ConfigurationError for a file that is not in the content folder
 */
export async function checkPages(
  newsroom: DryRun,
  only: readonly string[],
  { audiences, instant }: { readonly audiences: readonly AudienceName[]; readonly instant: Instant },
): Promise<Checked> {
  const { folder, store, documents } = newsroom;
  const reports = only.length === 0 ? folder.reports : only.map((file) => reportOf(newsroom, file));
  const deps = { archive: store.archive, site: documents.site };
  const findings: Finding[] = [];
  for (const { file, id, state, findings: found } of reports) {
    findings.push(...found);
    const article = id === undefined || state === 'refused' ? undefined : await store.archive.articles.byId(id);
    const preview = article && (await previewOf(deps, article, { page: servedArticlePage, instant }));
    if (preview === undefined) continue;
    const page = readPage(preview.html, preview.url, preview.headers);
    for (const audience of audiences) {
      findings.push(...checkPage(audience, { page, now: preview.instant }).map((finding) => ({ ...finding, file })));
    }
  }
  if (audiences.includes('google')) findings.push(...(await newsFindings(newsroom, instant)));
  return { files: reports.length, findings };
}

/** Returns Google's findings for the news sitemap as it is served now. */
async function newsFindings({ documents }: DryRun, instant: Instant): Promise<Finding[]> {
  const result = await documents.sitemaps.get('news', instant);
  const text = 'bytes' in result ? (await result.bytes('identity')).toString() : '';
  return checkNewsSitemap(text, instant).map((finding) => ({ ...finding, file: pathOf('newsSitemap') }));
}
