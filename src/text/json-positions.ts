import { LineCounter, parseDocument } from 'yaml';
import type { Position } from './finding.ts';

/** A path in JSON or YAML data. */
export type DataPath = readonly (string | number)[];

/**
 * Locates paths in a JSON text: a JSON text is YAML, and the YAML parser records positions. A path that does not exist
 * has the position of its nearest parent.
 * @param text valid JSON
 */
export function jsonPositions(text: string): (path: DataPath) => Partial<Position> {
  const lines = new LineCounter();
  const parsed = parseDocument(text, { lineCounter: lines });
  return (path) => {
    for (let length = path.length; length >= 0; length--) {
      const node = parsed.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
      if (node?.range === undefined) continue;
      const { line, col } = lines.linePos(node.range[0]);
      return { line, column: col };
    }
    return {};
  };
}

/** `associations[0].uri` */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${String(step)}`))
    .join('');
}
