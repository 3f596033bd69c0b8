import type { LoggedChange } from '../archive/archive.ts';
import type { FileRecord } from '../archive/folder-records.ts';
import type { Article } from '../article/article.ts';
import type { Because, Decision } from '../newsroom/decision.ts';
import { type Finding, problem, warning } from '../text/finding.ts';
import type { Instant } from '../text/instant.ts';

/** What became of one file. */
export interface FileReport {
  /** Relative to the content folder. */
  readonly file: string;
  /**
   * `delivered`: what an agency sent, which was taken and is not looked for afterwards; `missing`: gone, and held until somebody confirms it; `removed`: gone, and its story is withheld.
   */
  readonly state:
    | 'delivered'
    | 'published'
    | 'scheduled'
    | 'withheld'
    | 'canceled'
    | 'draft'
    | 'refused'
    | 'missing'
    | 'removed';
  readonly findings: readonly Finding[];
  readonly id?: string;
  /** What was stored when it was last read, if anything was new. */
  readonly steps?: readonly LoggedChange[];
}

/** The rules of what may be taken later as it is: a change that is still to come, a story that is the API's now. */
export const EARLY = 'newsroom/early';
export const OWNER = 'newsroom/owner';

const RULES: Partial<Record<Because, string>> = { early: EARLY, owner: OWNER };

/** The report of a file that was handed to the newsroom. */
export function reportOfDecision(
  decision: Decision,
  { file, id, warnings }: { readonly file: string; readonly id: string; readonly warnings: readonly Finding[] },
  now: Instant,
): FileReport {
  switch (decision.decision) {
    case 'draft':
      return { file, state: 'draft', findings: warnings, id };
    case 'refused': {
      const { reason, path, because } = decision;
      const at = path === undefined ? { file } : { file, path };
      return {
        file,
        state: 'refused',
        findings: [...warnings, problem(RULES[because] ?? 'newsroom/refused', `Refused: ${reason}.`, at)],
        id,
      };
    }
    case 'stored': {
      const { article, steps } = decision;
      const silent = steps.includes('amend') && article.changes.at(-1)?.unlisted === true;
      const findings = silent ? [...warnings, silentEdit(file)] : warnings;
      return { file, state: stateOf(article, now), findings, id, steps };
    }
    case 'unchanged':
      return { file, state: stateOf(decision.article, now), findings: warnings, id };
    case 'answered':
      throw new TypeError('files have no receipts');
  }
}

function silentEdit(file: string): Finding {
  const message = 'The story was changed without a new entry in `changes`: a silent edit, which moves no date.';
  return warning('newsroom/silent-edit', message, { file });
}

function stateOf({ status, publishAt }: Article, now: Instant): FileReport['state'] {
  if (status !== 'usable') return status;
  return publishAt > now ? 'scheduled' : 'published';
}

/** A file that is gone, but perhaps not because somebody meant it. */
export function missingReport({ file, id }: Pick<FileReport, 'file' | 'id'>): FileReport {
  const message =
    'The file is not there any more. Its story stays as it is: put the file back, or withhold the stories of all missing files with `dateline sync --confirm`.';
  return {
    file,
    state: 'missing',
    findings: [problem('sync/missing', message, { file })],
    ...(id === undefined ? {} : { id }),
  };
}

/** A file that is gone, and whose story is withheld. */
export function removedReport({ file, id }: Pick<FileReport, 'file' | 'id'>): FileReport {
  const message = 'The file was removed, and its story is withheld; with the file the story comes back.';
  return {
    file,
    state: 'removed',
    findings: [warning('sync/removed', message, { file })],
    ...(id === undefined ? {} : { id }),
    steps: ['withhold'],
  };
}

/** A report as the archive keeps it. */
export function recordOf({ file, state, findings, id }: FileReport): FileRecord {
  return { path: file, state, findings: JSON.stringify(findings), ...(id === undefined ? {} : { id }) };
}

/** A report out of the archive. */
export function reportOfRecord({ path, state, findings, id }: FileRecord): FileReport {
  return {
    file: path,
    state: state as FileReport['state'],
    findings: JSON.parse(findings) as Finding[],
    ...(id === undefined ? {} : { id }),
  };
}
