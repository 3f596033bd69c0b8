import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { fieldsOf } from '../../scripts/docs/field-table.ts';
import { rulesIn } from '../../scripts/docs/lint-rules.ts';
import { generatedSections, withSections } from '../../scripts/docs/sections.ts';
import { submissionJsonSchema } from '../../src/article/submission.ts';
import { partnerSchema } from '../../src/publication/partner.ts';
import { publicationJsonSchema } from '../../src/publication/publication.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...globSync('docs/**/*.md', { cwd: ROOT }).toSorted()];
const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8');
const sections = await generatedSections();

describe('the documentation', () => {
  test.each(PAGES)('%s has current generated sections (npm run docs)', (page) => {
    expect(withSections(textOf(page), sections)).toBe(textOf(page));
  });

  test.each(['docs/partners.md', 'docs/first-partner.md'])('%s shows settings of partners that are valid', (page) => {
    const blocks = [...textOf(page).matchAll(/```yaml\n((?:partners|channels):[^`]*)```/g)].map(([, text = '']) =>
      parse(text),
    );
    expect(blocks.length).toBeGreaterThan(0);
    for (const { partners, channels } of blocks) {
      for (const partner of partners ?? [{ key: 'acme', name: 'Acme', channels }])
        expect(partnerSchema.safeParse(partner).error?.issues ?? []).toEqual([]);
    }
  });

  test('contains every generated section once', () => {
    const all = PAGES.map(textOf).join('\n');
    for (const name of Object.keys(sections)) expect(all.split(`<!-- generated: ${name} -->`), name).toHaveLength(2);
  });

  test.each(PAGES)('%s links to files and headings that exist', (page) => {
    const links = [...textOf(page).matchAll(/\]\((?!https?:|mailto:)([^)\s…]+)\)/g)].map(([, link = '']) => link);
    for (const link of links) {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      expect(existsSync(join(ROOT, target)), `${link} in ${page}`).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(textOf(target)), `${link} in ${page}`).toContain(anchor);
    }
  });

  test('describes every field of stories and settings', () => {
    for (const schema of [submissionJsonSchema(), publicationJsonSchema()]) {
      const fields = fieldsOf(schema);
      expect(fields.length).toBeGreaterThan(100);
      expect(fields.filter(({ schema: { description } }) => description === undefined)).toEqual([]);
    }
  });

  test('has a severity for every lint rule, and a reason for almost all', () => {
    const rules = ['content-folder', 'intake', 'newsroom', 'formats', 'preflight'].flatMap(rulesIn);
    expect(rules.length).toBeGreaterThan(150);
    expect(rules.filter(({ severities }) => severities.size === 0)).toEqual([]);
    expect(rules.filter(({ messages }) => messages.length === 0).length).toBeLessThan(10);
  });
});

/** Anchors of headings in the manner of GitHub. */
function anchorsOf(page: string): string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
