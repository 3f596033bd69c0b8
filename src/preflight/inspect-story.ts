import { type PackedView, unpackView } from '../formats/packed-view.ts';
import type { Finding } from '../text/finding.ts';
import type { Instant } from '../text/instant.ts';
import type { JobInput } from '../workers/job.ts';
import { checkFormats } from './check-stories.ts';
import { AUDIENCES, type AudienceName, checkPage } from './search/index.ts';
import { readPage } from './served-page.ts';

/** A story with its page, as it is served or will be. */
export interface InspectInput extends JobInput, PackedView {
  readonly html: string;
  readonly url: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly now: Instant;
}

/** Findings of one audience. */
export interface AudienceFindings {
  readonly name: string;
  readonly findings: readonly Finding[];
}

/** Returns the findings of every audience for a story; in a worker thread, since the checks are slow and large. */
export function inspectStory({ html, url, headers, now, ...packed }: InspectInput): { audiences: AudienceFindings[] } {
  const { view, context } = unpackView(packed);
  const page = readPage(html, url, headers);
  const names = Object.keys(AUDIENCES) as AudienceName[];
  const audiences: AudienceFindings[] = names.map((name) => ({ name, findings: checkPage(name, { page, now }) }));
  const formats = view.kind === 'story' ? checkFormats(view, context) : [];
  return { audiences: [...audiences, { name: 'formats', findings: formats }] };
}
