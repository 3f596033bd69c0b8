import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Eta } from 'eta';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const TEMPLATES = join(ROOT, 'src/pages/templates');
const NAMES = readdirSync(TEMPLATES).map((file) => file.replace('.eta', ''));
const textOf = (name: string): string => readFileSync(join(TEMPLATES, `${name}.eta`), 'utf8');

/** The models of the templates: the return types of the functions that create them. */
const MODELS = `
import type { articleModel } from '${ROOT}/src/pages/article-page.ts';
import type { apiModel } from '${ROOT}/src/pages/api-page.ts';
import type { archiveModel } from '${ROOT}/src/pages/archive-page.ts';
import type { feedModel, feedsModel } from '${ROOT}/src/pages/feeds-page.ts';
import type { Frame } from '${ROOT}/src/pages/frame.ts';
import type { inspectModel } from '${ROOT}/src/pages/inspect-page.ts';
import type { licenceModel } from '${ROOT}/src/pages/licence-page.ts';
import type { frontModel } from '${ROOT}/src/pages/front-page.ts';
import type { Card } from '${ROOT}/src/pages/listing.ts';
import type { aboutModel, deliveriesModel, errorModel, statusModel } from '${ROOT}/src/pages/plain-pages.ts';
import type { partnersModel } from '${ROOT}/src/pages/partners-page.ts';
import type { receivingModel } from '${ROOT}/src/pages/receiving-page.ts';
import type { PageLinks } from '${ROOT}/src/pages/page-links.ts';
import type { searchModel } from '${ROOT}/src/pages/search-page.ts';

export interface TemplateModels {
  about: ReturnType<typeof aboutModel>;
  addresses: Pick<ReturnType<typeof feedModel>, 'addresses'>;
  api: ReturnType<typeof apiModel>;
  archive: ReturnType<typeof archiveModel>;
  article: ReturnType<typeof articleModel>;
  'article-head': ReturnType<typeof articleModel>;
  card: Card & { first: boolean; listsCorrections?: boolean; inBlock?: boolean };
  deliveries: ReturnType<typeof deliveriesModel>;
  feed: ReturnType<typeof feedModel>;
  feeds: ReturnType<typeof feedsModel>;
  front: ReturnType<typeof frontModel>;
  inspect: ReturnType<typeof inspectModel>;
  layout: Frame & { head?: string };
  licence: ReturnType<typeof licenceModel>;
  message: ReturnType<typeof errorModel>;
  pages: PageLinks;
  picker: Pick<ReturnType<typeof feedModel>, 'picker' | 'pickerAction'>;
  partners: ReturnType<typeof partnersModel>;
  receiving: NonNullable<ReturnType<typeof receivingModel>>;
  search: ReturnType<typeof searchModel>;
  status: ReturnType<typeof statusModel>;
}

export declare function layout<Name extends keyof TemplateModels>(path: \`./\${Name}\`, model: TemplateModels[Name]): void;
export declare function include<Name extends keyof TemplateModels>(path: \`./\${Name}\`, model: TemplateModels[Name]): string;
export declare function out(value: string | number | boolean | undefined): void;
`;

/** The code of a template as a TypeScript function of its model; the layout gets its content as \`body\` besides. */
function programOf(name: string): string {
  const code = [...textOf(name).matchAll(/<%([=~]?)([\s\S]*?)%>/g)].map(([, kind, part]) =>
    kind === '' ? part : `out(${part});`,
  );
  const model = name === 'layout' ? "TemplateModels['layout'] & { body: string }" : `TemplateModels['${name}']`;
  return `import { include, layout, out, type TemplateModels } from './models.ts';
export function template(it: ${model}): void {
${code.join('\n')}
}
export const unused = { include, layout, out };
`;
}

async function typeErrors(programs: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'models.ts'), MODELS);
  for (const [name, program] of Object.entries(programs)) await writeFile(join(folder, `${name}.ts`), program);
  const config = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: {
      noImplicitAny: false,
      noEmit: true,
      noUnusedLocals: false,
      typeRoots: [join(ROOT, 'node_modules/@types')],
    },
    files: Object.keys(programs).map((name) => `${name}.ts`),
    include: [],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  try {
    await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder]);
    return '';
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

test('every field that a template reads is a field of its model, and a missing field is an error', async () => {
  const programs = Object.fromEntries(NAMES.map((name) => [name, programOf(name)]));
  const broken = programOf('status').replace('it.files', 'it.papers');
  const errors = (await typeErrors({ ...programs, broken })).split('\n').filter((line) => line !== '');
  expect(errors.filter((line) => !line.includes('broken.ts'))).toEqual([]);
  expect(errors.join('\n')).toContain("Property 'papers' does not exist");
});

test.each(NAMES)('%s compiles', (name) => {
  expect(new Eta().compile(textOf(name))).toBeTypeOf('function');
});
