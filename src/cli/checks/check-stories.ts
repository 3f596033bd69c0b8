import { feedPath } from '../../addresses/paths.ts';
import { PUBLIC } from '../../article/audience.ts';
import { type Story, viewOf } from '../../article/view.ts';
import { SETTINGS_FILE } from '../../content-folder/publication-file.ts';
import { contextFor } from '../../documents/context.ts';
import { ALL_STORIES } from '../../feeds/address.ts';
import { feedDefinition } from '../../feeds/definition.ts';
import { select } from '../../feeds/selection.ts';
import type { Format } from '../../formats/format.ts';
import { isElsewhere, mediaName } from '../../intake/media-name.ts';
import { checkStory, type SchemaChecks } from '../../preflight/check-stories.ts';
import { ownPictures } from '../../publication/publication.ts';
import { type Finding, warning } from '../../text/finding.ts';
import type { Instant } from '../../text/instant.ts';
import type { DryRun } from '../dry-run.ts';
import { checkLinks } from './check-links.ts';
import { reportOf } from './report-of.ts';

/** The checked documents and their findings. */
export interface Checked {
  readonly files: number;
  readonly findings: readonly Finding[];
}

/**
 * Checks stories of the content folder, and their rendering in each format.
 * @param only these files; all files if empty
 * @throws ConfigurationError for a file that is not in the content folder
 */
export async function checkStories(
  newsroom: DryRun,
  only: readonly string[],
  { schemas, instant }: { readonly schemas: SchemaChecks; readonly instant: Instant },
): Promise<Checked> {
  const reports = only.length === 0 ? newsroom.folder.reports : only.map((file) => reportOf(newsroom, file));
  const findings: Finding[] = [];
  for (const { file, findings: found, id, state } of reports) {
    findings.push(...found);
    const article =
      id === undefined || state === 'refused' ? undefined : await newsroom.store.archive.articles.byId(id);
    // A future story is checked as it will be.
    const at = article && article.publishAt > instant ? article.publishAt : instant;
    const view = article && viewOf(article, PUBLIC, at);
    if (view?.kind === 'story')
      findings.push(...(await formatFindings(newsroom, view, { schemas, instant: at, file })));
  }
  if (only.length === 0) findings.push(...(await checkLinks(newsroom, instant)), ...missingPictures(newsroom));
  return { files: reports.length, findings };
}

/** Returns a finding for each picture of publication.yaml that is not in the media folder. */
function missingPictures({ folder, publication }: DryRun): Finding[] {
  const ours = ownPictures(publication).filter((href) => !isElsewhere(href));
  return ours.flatMap((href) => {
    const name = mediaName(href);
    if (folder.media.file(name) !== undefined) return [];
    const message = `The file "${name}" is not in the media folder: put it there, or mend its name (case counts).`;
    return [warning('publication/missing-media', message, { file: SETTINGS_FILE })];
  });
}

async function formatFindings(
  { store: { archive, pages }, publication, documents }: DryRun,
  story: Story,
  { schemas, instant, file }: { schemas: SchemaChecks; instant: Instant; file: string },
): Promise<Finding[]> {
  const definition = feedDefinition(publication, 'all');
  if (definition === undefined) return [];
  const viewContext = { audience: PUBLIC, instant };
  const feed = await select({ archive, pages, publication }, { definition }, viewContext);
  if (feed === undefined) return [];
  const context = await contextFor([story], { archive, site: documents.site }, viewContext);
  return checkStory(story, { feed, schemas }, context).map(({ line, column, ...finding }) => ({
    ...finding,
    // The line refers to the rendered document, not to the story's file.
    message: line === undefined ? finding.message : `${finding.message} [line ${line} of the document]`,
    file,
  }));
}

/** Returns the findings of a receiver profile for the feed as it would be served now. */
export async function checkFeed({ documents }: DryRun, profile: Format, instant: Instant): Promise<Finding[]> {
  const document = await documents.feeds.forAudience(ALL_STORIES, profile, { audience: PUBLIC, instant });
  return profile.check(document?.text ?? '').map(({ line, column: _, ...finding }) => ({
    ...finding,
    // The line refers to the rendered feed.
    message:
      line === undefined
        ? finding.message
        : `${finding.message} [line ${line} of ${feedPath('all', profile.extension)}]`,
  }));
}
