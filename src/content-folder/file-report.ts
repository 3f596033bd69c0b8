import type { LoggedChange } from '../archive/change-log.ts';
import type { FileRecord } from '../archive/folder-records.ts';
import type { Article } from '../article/article.ts';
import type { Decision, RefusalReason } from '../newsroom/decision.ts';
import { defined } from '../text/defined.ts';
import { type Finding, problem, warning } from '../text/finding.ts';
import type { Instant } from '../text/instant.ts';

/** The state of one file. */
export interface FileReport {
  /** Path relative to the content folder. */
  readonly file: string;
  /**
   * `received`: a wire file that was stored and is not tracked afterwards; `missing`: deleted, and kept until
   * confirmed; `removed`: deleted, and its story withheld.
   */
  readonly state:
    | 'received'
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
  /** The version that was stored at the last reading, if any. */
  readonly steps?: readonly LoggedChange[];
}

/** Rules under which a file may be accepted later unchanged: a future change, a story that the API owns now. */
export const EARLY = 'newsroom/early';
export const OWNER = 'newsroom/owner';

/** Rule of the warning about a text that was changed without an entry in `changes`. */
export const SILENT_EDIT = 'newsroom/silent-edit';

const RULES: Partial<Record<RefusalReason, string>> = { early: EARLY, owner: OWNER };

/** Returns the report of a submitted file. */
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
        findings: [...warnings, problem(RULES[because] ?? 'newsroom/refused', refusalSentence(reason, because), at)],
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
    case 'repeated':
      throw new TypeError('files have no receipts');
  }
}

function refusalSentence(reason: string, because: RefusalReason): string {
  if (because !== 'early') return `Refused: ${reason}.`;
  return `Not applied yet: ${reason}. The file is read again then; to apply it now, write a time that has passed.`;
}

function silentEdit(file: string): Finding {
  const message = 'The story was changed without a new entry in `changes`: a silent edit, which moves no date.';
  return warning(SILENT_EDIT, message, { file });
}

function stateOf({ status, publishAt }: Article, now: Instant): FileReport['state'] {
  if (status !== 'usable') return status;
  return publishAt > now ? 'scheduled' : 'published';
}

/** Returns the report of a file whose deletion is doubtful. */
export function missingReport({ file, id }: Pick<FileReport, 'file' | 'id'>): FileReport {
  const message =
    'The file is missing. Its story stays unchanged: restore the file, or withhold the stories of all missing files with `dateline sync --confirm`.';
  return defined({
    file,
    state: 'missing',
    findings: [problem('sync/missing', message, { file })],
    id,
  });
}

/** Returns the report of a deleted file whose story is withheld. */
export function removedReport({ file, id }: Pick<FileReport, 'file' | 'id'>): FileReport {
  const message = 'The file was removed, and its story is withheld: restore the file to restore the story.';
  return defined({
    file,
    state: 'removed',
    findings: [warning('sync/removed', message, { file })],
    id,
    steps: ['withhold'],
  });
}

/** Serializes a report for the archive. */
export function recordOf({ file, state, findings, id }: FileReport): FileRecord {
  return defined({ path: file, state, findings: JSON.stringify(findings), id });
}

/** Parses a report of the archive. */
export function reportOfRecord({ path, state, findings, id }: FileRecord): FileReport {
  return defined({
    file: path,
    state: state as FileReport['state'],
    findings: JSON.parse(findings) as Finding[],
    id,
  });
}
