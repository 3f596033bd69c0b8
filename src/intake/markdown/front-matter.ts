import { type Document, isMap, isNode, isScalar, LineCounter, type Pair, parseDocument } from 'yaml';
import { type Finding, type Position, problem } from '../../text/finding.ts';
import { isNestingError } from '../../text/html-tree.ts';
import { yamlMistake } from '../mistakes.ts';

/** A content file split into its YAML front matter and the Markdown below. */
export interface FrontMatter {
  readonly data: Record<string, unknown>;
  readonly markdown: string;
  /** The line of the file on which the Markdown begins. */
  readonly markdownLine: number;
  /** Returns the position of a data path in the file: that of its nearest existing parent. */
  readonly positionOf: (path: readonly PropertyKey[]) => Position;
}

const FENCE = /^---[\t ]*$/;

/**
 * Splits a content file.
 * @param text with line feeds as line ends, without byte order mark
 * @returns every YAML problem at once, with line and column
 */
export function readFrontMatter(text: string, file: string): FrontMatter | { readonly problems: Finding[] } {
  const lines = text.split('\n');
  if (!FENCE.test(lines[0] ?? '')) {
    const message = /^\+\+\+[\t ]*$/.test(lines[0] ?? '')
      ? 'The front matter is TOML: write it as YAML, `field: value` between two lines of `---`.'
      : 'The file does not begin with front matter: write `---`, the fields, and `---` above the text.';
    return { problems: [problem('markdown/front-matter', message, { file, line: 1, column: 1 })] };
  }
  const end = lines.findIndex((line, index) => index > 0 && FENCE.test(line));
  if (end < 0) {
    const message = 'The front matter has no end: write a line `---` between the fields and the text.';
    return { problems: [problem('markdown/front-matter', message, { file, line: 1, column: 1 })] };
  }
  const counter = new LineCounter();
  const yaml = parsed(`${lines.slice(1, end).join('\n')}\n`, counter);
  if (yaml === undefined) {
    const message = 'The front matter is nested too deeply: take out levels.';
    return { problems: [problem('markdown/yaml', message, { file, line: 2, column: 1 })] };
  }
  const at = (offset: number): Position => {
    const { line, col } = counter.linePos(offset);
    return { line: line + 1, column: col };
  };
  const problems = yaml.errors.map(({ code, pos }) => {
    const place = at(pos[0]);
    return problem('markdown/yaml', yamlMistake(code, lines[place.line - 1] ?? ''), { file, ...place });
  });
  // The parser reports one mistake several times.
  if (problems.length > 0) return { problems: [...new Map(problems.map((one) => [one.line, one])).values()] };
  if (!isMap(yaml.contents)) {
    const message = 'The front matter has no fields: write them as `headline: …`, one to a line.';
    return { problems: [problem('markdown/front-matter', message, { file, line: 2, column: 1 })] };
  }
  const cut = cutValues(yaml.contents.items, at);
  if (cut.length > 0) return { problems: cut.map((one) => ({ ...one, file })) };
  const data = plainData(yaml);
  if (data === undefined) {
    const message = 'The front matter repeats itself too often, or names something that is not there (YAML aliases).';
    return { problems: [problem('markdown/yaml', message, { file, line: 2, column: 1 })] };
  }
  return {
    data,
    markdown: lines.slice(end + 1).join('\n'),
    markdownLine: end + 2,
    positionOf: (path) => at(offsetOf(yaml, path)),
  };
}

/**
 * Returns a problem for each value that YAML cuts at a `#`, as in `headline: Budget #1`. A comment has a space behind
 * its sign.
 */
function cutValues(pairs: readonly Pair[], at: (offset: number) => Position): Finding[] {
  return pairs.flatMap(({ key, value }) => {
    if (!isScalar(value) || value.type !== 'PLAIN' || !/^\S/.test(value.comment ?? '')) return [];
    const message = `The value of \`${String(key)}\` ends before \`#\`, which begins a comment: put the whole value in quotes.`;
    return [problem('markdown/yaml', message, at(value.range?.[0] ?? 0))];
  });
}

/** Returns `undefined` for YAML that is nested beyond the parser's stack. */
function parsed(text: string, lineCounter: LineCounter): Document.Parsed | undefined {
  try {
    return parseDocument(text, { lineCounter, prettyErrors: false });
  } catch (error) {
    if (isNestingError(error)) return undefined;
    throw error;
  }
}

/** Returns the data; `undefined` for an alias bomb, which the library refuses. */
function plainData(yaml: Document.Parsed): Record<string, unknown> | undefined {
  try {
    return yaml.toJS({ maxAliasCount: 100 }) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function offsetOf(yaml: Document.Parsed, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = yaml.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
