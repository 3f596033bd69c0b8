import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@babel/parser';
import { check } from 'recheck';
import { BYLINE } from '../src/intake/wire-text/lines.ts';

/**
 * The analysis tries random strings where it cannot prove anything, and measures time, which a busy machine disturbs: a
 * danger that is not proven has to be found with each of these seeds, the pattern alone.
 */
const SEEDS = [2, 3, 4, 5, 6];
const FIRST_SEED = 1;

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

/** The verdict about a pattern. */
interface Verdict {
  readonly pattern: Pattern;
  readonly isSafe: boolean;
  /** True for a danger that needs no second opinion. */
  readonly isProven: boolean;
  readonly summary: string;
}

async function verdictOf(pattern: Pattern, randomSeed: number): Promise<Verdict> {
  const diagnostics = await check(pattern.source, pattern.flags, { timeout: TIMEOUT_MS, randomSeed });
  const complexity = 'complexity' in diagnostics ? diagnostics.complexity?.summary : undefined;
  return {
    pattern,
    isSafe: diagnostics.status === 'safe',
    isProven: diagnostics.status === 'vulnerable' && diagnostics.checker === 'automaton',
    summary: complexity ?? 'not analyzed',
  };
}

/** True if a danger is found again with each seed, while nothing else is analyzed. */
async function isFoundAgain({ pattern }: Verdict): Promise<boolean> {
  for (const seed of SEEDS) if ((await verdictOf(pattern, seed)).isSafe) return false;
  return true;
}

const verdicts = await Promise.all(patterns.map((pattern) => verdictOf(pattern, FIRST_SEED)));
const dangers: Verdict[] = [];
for (const verdict of verdicts.filter(({ isSafe }) => !isSafe)) {
  if (verdict.isProven || (await isFoundAgain(verdict))) dangers.push(verdict);
}
for (const { pattern, summary } of dangers) {
  console.error(`${pattern.where}: /${pattern.source}/${pattern.flags} may be slow (${summary})`);
}
console.log(`${patterns.length} patterns, ${dangers.length} that may take more than linear time`);
process.exitCode = dangers.length === 0 ? 0 : 1;
