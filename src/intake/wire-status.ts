import type { Status } from '../article/article.ts';
import { type Finding, problem, warning } from '../text/finding.ts';

/** How a status is also written; a kill must not fail for a letter. */
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

/** What a status was read as: one that nobody knows is never taken for usable. */
export type ReadStatus = { readonly status: Status; readonly told?: Finding } | { readonly problem: Finding };

/**
 * The status that a provider wrote, of any format.
 * @param written absent where the format's default, usable, is meant
 */
export function readStatus(written: string | undefined, at: Partial<Finding>): ReadStatus {
  const word = written?.trim() ?? '';
  if (word === '') return { status: 'usable' };
  const status = MEANT[word.toLowerCase()];
  if (status === undefined) {
    const message = `The status "${word}" is none of usable, withheld and canceled: the item was left out, lest something be published that must not be.`;
    return { problem: problem('delivery/status', message, at) };
  }
  if (status === word) return { status };
  return {
    status,
    told: warning('delivery/status', `The status "${word}" was read as "${status}", which is the code.`, at),
  };
}
