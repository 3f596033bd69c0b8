import { type Configuration, ConfigurationError } from '../../app/configuration.ts';
import type { Format } from '../../formats/format.ts';
import { formatOf } from '../../formats/index.ts';
import type { SchemaChecks } from '../../preflight/check-stories.ts';
import { referenceFolder } from '../../preflight/reference.ts';
import { AUDIENCES, type AudienceName, isAudience } from '../../preflight/search/index.ts';
import { newsmlG2Schema } from '../../preflight/wire/newsml-g2-schema.ts';
import { hasNinjsSchema, ninjsSchema } from '../../preflight/wire/ninjs-schema.ts';
import { hasErrors } from '../../text/finding.ts';
import { checkDocument, isDocument } from '../checks/check-document.ts';
import { checkPages } from '../checks/check-pages.ts';
import { type Checked, checkFeed, checkStories } from '../checks/check-stories.ts';
import type { Register } from '../command.ts';
import { withDryRun } from '../dry-run.ts';
import { EXIT, findingLine, print, printProgress } from '../print.ts';
import { now } from '../stores.ts';

const RSS_PROFILES = (formatOf('rss')?.profiles ?? []).flatMap(({ profile }) => profile ?? []);

interface Flags {
  readonly strict: boolean;
  readonly profile?: string;
  readonly for?: string;
}

/** The parsed options of a check. */
interface CheckOptions {
  readonly audiences: readonly AudienceName[];
  /** The receiver of a feed. */
  readonly profile: Format | undefined;
  readonly schemas: SchemaChecks;
}

/** `dateline check`: checks stories, pages, feeds and documents of others. */
export const register: Register = (cli, configuration) => {
  cli
    .argument(
      '[files...]',
      'files of the content folder (all of them), or documents of NewsML-G2, ninjs, RSS or Atom anywhere',
    )
    .option('--strict', 'warnings count as errors', false)
    .option('--profile <id>', `the rules of a receiver of RSS: ${RSS_PROFILES.join(', ')}`)
    .option('--for <audiences>', `the requirements of readers of pages: ${Object.keys(AUDIENCES).join(',')}`)
    .action(async (files: string[], { strict, ...flags }: Flags) => {
      const reference = referenceFolder(process.env);
      const options = { ...optionsOf(flags), schemas: schemasIn(reference) };
      present(await check(configuration(), files, options), { strict, hasReference: reference !== undefined });
    });
};

function optionsOf({ profile, for: audiences }: Omit<Flags, 'strict'>): Omit<CheckOptions, 'schemas'> {
  return {
    audiences: audiences === undefined ? [] : audiencesIn(audiences),
    profile: profile === undefined ? undefined : profileOf(profile),
  };
}

async function check(configuration: Configuration, files: readonly string[], options: CheckOptions): Promise<Checked> {
  const documents = files.filter((file) => isDocument(file, configuration.content));
  const stories = files.filter((file) => !documents.includes(file));
  if (options.profile !== undefined && stories.length > 0) {
    throw new ConfigurationError('A receiver has rules for feeds: name no story with --profile.');
  }
  const isDocumentsAlone = documents.length > 0 && stories.length === 0;
  const inFolder = isDocumentsAlone ? { files: 0, findings: [] } : await checkFolder(configuration, stories, options);
  const ofDocuments = documents.flatMap((file) => checkDocument(file, options.schemas, options.profile));
  return { files: inFolder.files + documents.length, findings: [...inFolder.findings, ...ofDocuments] };
}

function checkFolder(
  configuration: Configuration,
  stories: readonly string[],
  { audiences, profile, schemas }: CheckOptions,
): Promise<Checked> {
  return withDryRun(
    configuration,
    async (dryRun) => {
      const instant = now();
      if (profile !== undefined) return { files: 1, findings: await checkFeed(dryRun, profile, instant) };
      if (audiences.length > 0) return checkPages(dryRun, stories, { audiences, instant });
      return checkStories(dryRun, stories, { schemas, instant });
    },
    { publishesDrafts: true },
  );
}

function present(
  { files, findings }: Checked,
  { strict, hasReference }: { readonly strict: boolean; readonly hasReference: boolean },
): void {
  for (const finding of findings) print(findingLine(finding));
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  printProgress(`${files} files, ${errors} errors, ${findings.length - errors} warnings`);
  if (!hasReference) {
    printProgress('NewsML-G2 and ninjs were not checked against their schemas: `npm run reference` fetches them.');
  }
  if (hasErrors(findings) || (strict && findings.length > 0)) process.exitCode = EXIT.found;
}

function schemasIn(reference: string | undefined): SchemaChecks {
  if (reference === undefined) return {};
  return {
    'newsml-g2': newsmlG2Schema(reference),
    ...(hasNinjsSchema(reference) ? { ninjs: ninjsSchema(reference) } : {}),
  };
}

/** @throws ConfigurationError for an unknown receiver, listing the existing ones */
function profileOf(id: string): Format {
  const format = formatOf('rss', id);
  if (format !== undefined) return format;
  throw new ConfigurationError(`Profile "${id}" does not exist: use one of ${RSS_PROFILES.join(', ')}.`);
}

/** @throws ConfigurationError for an unknown audience, listing the existing ones */
function audiencesIn(names: string): AudienceName[] {
  const wanted = names.split(',').map((name) => name.trim());
  const existing = wanted.filter(isAudience);
  if (existing.length === wanted.length) return existing;
  throw new ConfigurationError(`--for is one or more of ${Object.keys(AUDIENCES).join(',')}.`);
}
