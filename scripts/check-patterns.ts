import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@babel/parser';
import { check } from 'recheck';
import { BYLINE } from '../src/intake/wire-text/lines.ts';

/**
 * The analysis tries random strings where it cannot prove anything, and measures time, which a busy machine disturbs: a
 * danger that is not proven has to be found at least twice.
 */
const SEEDS = [1, 2, 3];
const MIN_FOUND = 2;

/** Limit of the analysis of one pattern, in milliseconds. */
const TIMEOUT_MS = 60_000;

const SOURCE = join(import.meta.dirname, '../src');

/** Patterns that are put together: from constants, which are checked below, and from our own routes. */
const DYNAMIC: ReadonlySet<string> = new Set(['intake/wire-text/lines.ts', 'server/api/openapi.ts']);

interface Pattern {
  readonly where: string;
  readonly source: string;
  readonly flags: string;
}

interface Node {
  readonly type: string;
  readonly loc?: { readonly start: { readonly line: number } };
  readonly [key: string]: unknown;
}

/** Returns the regular expression literals of a file. */
function patternsIn(file: string): Pattern[] {
  const tree = parse(readFileSync(join(SOURCE, file), 'utf8'), { sourceType: 'module', plugins: ['typescript'] });
  const found: Pattern[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      const node = value as Node;
      if (node.type === 'RegExpLiteral') {
        const where = `src/${file}:${node.loc?.start.line}`;
        found.push({ where, source: String(node.pattern), flags: String(node.flags) });
      }
      if (node.type === 'NewExpression' && (node.callee as Node).name === 'RegExp' && !DYNAMIC.has(file)) {
        throw new Error(`src/${file}:${node.loc?.start.line}: write the pattern as a literal, which can be checked.`);
      }
      for (const [key, child] of Object.entries(node)) if (key !== 'loc') visit(child);
    }
  };
  visit(tree.program);
  return found;
}

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const patterns = [
  ...files.flatMap(patternsIn),
  { where: 'src/intake/wire-text/lines.ts', source: BYLINE.source, flags: BYLINE.flags },
];

/** Returns the reason why a pattern may take more than linear time; `undefined` for a safe one. */
async function dangerOf({ where, source, flags }: Pattern): Promise<string | undefined> {
  let summary = '';
  let found = 0;
  for (const randomSeed of SEEDS) {
    const diagnostics = await check(source, flags, { timeout: TIMEOUT_MS, randomSeed });
    if (diagnostics.status === 'safe' && found === 0) return undefined;
    if (diagnostics.status === 'safe') continue;
    found++;
    summary = ('complexity' in diagnostics ? diagnostics.complexity?.summary : undefined) ?? 'not analyzed';
    // A proof needs no second opinion.
    if (diagnostics.checker === 'automaton') found = SEEDS.length;
  }
  return found < MIN_FOUND ? undefined : `${where}: /${source}/${flags} may be slow (${summary})`;
}

const dangers = (await Promise.all(patterns.map(dangerOf))).filter((danger) => danger !== undefined);
for (const danger of dangers) console.error(danger);
console.log(`${patterns.length} patterns, ${dangers.length} that may take more than linear time`);
process.exitCode = dangers.length === 0 ? 0 : 1;
