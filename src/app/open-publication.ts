import type { Store } from '../archive/store.ts';
import { readSettings } from '../content-folder/publication-file.ts';
import type { Publication } from '../publication/publication.ts';
import type { Finding } from '../text/finding.ts';

/** The settings of the content folder are missing or invalid. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    super('publication.yaml is missing or invalid');
    this.findings = findings;
  }
}

/** The archive contains the stories of another publication. */
export class ForeignArchiveError extends Error {
  override readonly name = 'ForeignArchiveError';
}

/**
 * Reads the settings of a content folder.
 * @throws SettingsError if `publication.yaml` is missing or invalid
 */
export async function readPublication(content: string): Promise<Publication> {
  const settings = await readSettings(content);
  if ('problems' in settings) throw new SettingsError(settings.problems);
  return settings.publication;
}

/**
 * Checks that an archive belongs to a publication; a new archive is assigned to it.
 * @throws ForeignArchiveError
 */
export async function claimArchive(store: Store, { authority: { domain, year } }: Publication): Promise<void> {
  const authority = `${domain},${year}`;
  const owner = await store.metadata('authority');
  if (owner === undefined) await store.setMetadata('authority', authority);
  else if (owner !== authority) {
    throw new ForeignArchiveError(
      `The archive holds the stories of ${owner}, and \`authority\` in publication.yaml is ${authority}: name another folder with DATELINE_DATA, or restore \`authority\`, which never changes.`,
    );
  }
}
