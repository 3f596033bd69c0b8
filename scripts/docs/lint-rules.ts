import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Severity } from '../../src/text/finding.ts';

const SOURCE = join(import.meta.dirname, '../../src');
/** Folders of rules and readers, in the order of the documentation, with their headings. */
const GROUPS: Readonly<Record<string, string>> = {
  'content-folder': 'Content folder',
  intake: 'Reading of stories and wire documents',
  newsroom: 'Life cycle',
  server: 'HTTP API',
  cli: 'Command line',
  formats: 'Formats',
  preflight: 'Search engines, link previews and crawlers',
};

/** A rule with its messages, as in the source. */
export interface LintRule {
  readonly id: string;
  readonly severities: ReadonlySet<Severity>;
  readonly messages: readonly string[];
  readonly reference: string;
}

/** For rules whose messages come from a schema or parser. */
const OWN_MESSAGE = 'The message names the field or position.';

const STRING = String.raw`'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\`(?:[^\`\\]|\\.)*\``;
const ID = String.raw`'([a-z0-9-]+\/[a-z0-9-]+)'`;
const SENTENCE = new RegExp(`(?:${STRING})`, 'g');

/** Lists the rules of the files below a folder of `src`. */
export function rulesIn(folder: string): LintRule[] {
  const rules = new Map<string, { severities: Set<Severity>; messages: Set<string>; reference: string }>();
  for (const file of globSync('**/*.ts', { cwd: join(SOURCE, folder) }).toSorted()) {
    const text = readFileSync(join(SOURCE, folder, file), 'utf8');
    for (const found of [...declaredRules(text), ...reportedFindings(text)]) {
      const rule = rules.get(found.id) ?? { severities: new Set(), messages: new Set(), reference: '' };
      rules.set(found.id, { ...rule, reference: rule.reference || found.reference });
      if (found.severity !== undefined) rule.severities.add(found.severity);
      for (const message of found.messages) rule.messages.add(message);
    }
  }
  return [...rules].map(([id, rule]) => ({ id, ...rule, messages: [...rule.messages] })).sort(byId);
}

interface Found {
  readonly id: string;
  readonly severity?: Severity | undefined;
  readonly messages: readonly string[];
  readonly reference: string;
}

/** Rules in tables: objects with `id`, `severity`, `reference` and a message. */
function declaredRules(text: string): Found[] {
  const starts = [...text.matchAll(new RegExp(`\\bid: ${ID}`, 'g'))];
  return starts.map(({ 1: id = '', index }, position) => {
    const part = text.slice(index, starts[position + 1]?.index ?? text.length);
    const own = new RegExp(`message: *(${STRING})`).exec(part)?.[1];
    return {
      id,
      severity: severityIn(part),
      reference: referenceIn(part, text),
      messages: own === undefined ? sentencesIn(part) : [contentOf(own)],
    };
  });
}

function severityIn(rule: string): Severity | undefined {
  const level = /(?:severity|level): '(error|warning|required|recommended)'/.exec(rule)?.[1];
  if (level === undefined) return undefined;
  return level === 'error' || level === 'required' ? 'error' : 'warning';
}

/** References are literals or constants of the same file. */
function referenceIn(rule: string, text: string): string {
  const [, literal, constant] = new RegExp(`reference:\\s*(?:(${STRING})|(\\w+))`).exec(rule) ?? [];
  const resolved = (name: string): string =>
    contentOf(new RegExp(`const ${name} =\\s*(${STRING})`).exec(text)?.[1] ?? '');
  if (constant !== undefined) return resolved(constant);
  return contentOf((literal ?? '').replaceAll(/\$\{(\w+)\}/g, (_, name: string) => resolved(name) || '…'));
}

/** Findings of readers: calls of `problem`, `warning` and `report.warn` with a rule. */
function reportedFindings(text: string): Found[] {
  const call = new RegExp(`\\b(problem|warning|warn)\\(\\s*${ID},\\s*(?:(${STRING})|(\\w+)\\b)`, 'g');
  return [...text.matchAll(call)].map(({ 1: name, 2: id = '', 3: literal, 4: variable, index }) => {
    const assignment = new RegExp(`const ${variable} =\\s*(?:[^;]*?)(${STRING})`, 'g');
    const before = variable === undefined ? undefined : [...text.slice(0, index).matchAll(assignment)].at(-1)?.[1];
    const message = contentOf(literal ?? before ?? '');
    return {
      id,
      severity: name === 'problem' ? 'error' : 'warning',
      messages: message ? [message] : [],
      reference: '',
    };
  });
}

function sentencesIn(part: string): string[] {
  return [...part.matchAll(SENTENCE)]
    .map(([string]) => contentOf(string))
    .filter((text) => /^\S.* .*[.?]$/s.test(text));
}

/** The content of a string literal, with `…` for inserted values. */
function contentOf(literal: string): string {
  return literal
    .slice(1, -1)
    .replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…')
    .replaceAll(/\\(['"`\\])/g, '$1');
}

const byId = (a: LintRule, b: LintRule): number => (a.id < b.id ? -1 : 1);

/** Writes a table of rules for each group. */
export function lintRuleTables(): string {
  return Object.entries(GROUPS)
    .map(([folder, heading]) => `## ${heading}\n\n${table(rulesIn(folder))}`)
    .join('\n\n');
}

function table(rules: readonly LintRule[]): string {
  const rows = rules.map(({ id, severities, messages, reference }) => {
    const parts = (messages.length === 0 ? [OWN_MESSAGE] : messages).map(reasonAndRemedy);
    const cell = (index: 0 | 1): string => [...new Set(parts.map((part) => part[index]))].filter(Boolean).join('<br>');
    return [`\`${id}\``, [...severities].join(', '), cell(0), cell(1), reference].map((text) =>
      text.replaceAll('|', '\\|'),
    );
  });
  return [
    '| rule | severity | reason | remedy | reference |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n');
}

/** Messages have the form "reason: remedy". */
function reasonAndRemedy(message: string): [reason: string, remedy: string] {
  const [, reason, remedy] = /^(.*?[^\s\d]): ([a-z`].*)$/s.exec(message) ?? [];
  return reason === undefined || remedy === undefined ? [message, ''] : [`${reason}.`, remedy];
}
