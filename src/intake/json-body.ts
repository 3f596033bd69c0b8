import type { Position } from '../text/finding.ts';
import type { Body } from '../text/html-tree.ts';
import type { JsonTexts } from './embedded-text.ts';
import type { Report } from './report.ts';
import { reportedBody } from './reported-body.ts';

/** Context for reading a text of a JSON document. */
export interface TextReading {
  readonly texts: JsonTexts;
  readonly report: Report;
  /** Position of the object that has the text. */
  readonly at: Position;
}

/**
 * Parses HTML that is a string of a JSON document; findings have their positions in the document.
 * @throws NestingError where it is larger than any story
 */
export function jsonBody(html: string, { texts, report, at }: TextReading): Body {
  return reportedBody(html, { report, positionOf: texts.positionsIn(html, at) ?? (() => at) });
}
