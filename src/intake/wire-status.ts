import type { Status } from '../article/article.ts';
import { type Finding, problem, warning } from '../text/finding.ts';

/** Spellings of statuses. A kill must not fail because of its spelling. */
const MEANT: Readonly<Record<string, Status>> = {
  usable: 'usable',
  withheld: 'withheld',
  canceled: 'canceled',
  cancelled: 'canceled',
  cancel: 'canceled',
  killed: 'canceled',
  kill: 'canceled',
  withdrawn: 'canceled',
  deleted: 'canceled',
};

/** A status, or a problem: an unknown status is never taken for usable. */
export type ReadStatus = { readonly status: Status; readonly warning?: Finding } | { readonly problem: Finding };

/**
 * Reads the status that a provider wrote, in any format.
 * @param written absent where the format's default, usable, applies
 */
export function readStatus(written: string | undefined, at: Partial<Finding>): ReadStatus {
  // A code of NewsML-G2, with its scheme or its whole address.
  const word = (written?.trim() ?? '').replace(
    /^(?:stat:|https?:\/\/cv\.iptc\.org\/newscodes\/pubstatus(?:g2)?\/)/i,
    '',
  );
  if (word === '') return { status: 'usable' };
  const status = MEANT[word.toLowerCase()];
  if (status === undefined) {
    const message = `The status "${word}" is none of usable, withheld and canceled: the item was left out, lest something be published that must not be.`;
    return { problem: problem('wire/status', message, at) };
  }
  if (status === word) return { status };
  return {
    status,
    warning: warning('wire/status', `The status "${word}" was read as "${status}", which is the code.`, at),
  };
}
