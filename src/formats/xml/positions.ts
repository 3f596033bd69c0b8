import { SaxesParser } from 'saxes';
import type { Position } from '../../text/finding.ts';

/**
 * Returns the position of each element of a well-formed document, in document order: libxml2 reports lines without
 * columns.
 * @param document well-formed
 */
export function elementPositions(document: string): Position[] {
  const positions: Position[] = [];
  const parser = new SaxesParser({ position: true });
  let start: Position = { line: 1, column: 1 };
  // The handler is called after the name, which directly follows the `<`.
  parser.on('opentagstart', ({ name }) => {
    const column = parser.columnIndex - name.length - 1;
    start = column >= 1 ? { line: parser.line, column } : { line: parser.line - 1, column: 1 };
    positions.push(start);
  });
  parser.write(document).close();
  return positions;
}
