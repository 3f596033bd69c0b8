import { pathOf } from '../addresses/paths.ts';
import type { FormatContext } from '../formats/format.ts';
import { pageGraph, writeJsonLd } from '../formats/json-ld/index.ts';
import { hasRules, type MachineUses, machineUses } from '../publication/machine-uses.ts';
import { rightsOf } from '../publication/rights-of.ts';
import { defined } from '../text/defined.ts';
import { frameOf } from './frame.ts';
import { renderTemplate } from './templates.ts';

/** Renders the permitted uses in sentences: for the whole publication, and for each section that differs. */
export function licencePage(context: FormatContext): string {
  return renderTemplate('licence', licenceModel(context));
}

/** Fields of the template `licence`. */
export function licenceModel(context: FormatContext) {
  const { publication, addresses } = context;
  const { sections, rights } = publication;
  const of = (heading: string, section?: string) => {
    const stated = rightsOf(publication, defined({ rights: {}, publishedAt: '', section }));
    return { heading, ...stated, machines: sentencesOf(machineUses(stated)) };
  };
  const page = {
    title: 'Licence',
    description: `Permitted uses of the stories of ${publication.name}, by people and by machines.`,
  };
  const url = addresses.of('licence');
  return {
    ...frameOf(context, {
      ...page,
      canonical: url,
      jsonLd: writeJsonLd(pageGraph({ ...page, type: 'WebPage', url }, context)),
    }),
    parts: [
      of('All stories'),
      ...sections.filter((section) => section.rights !== undefined).map(({ key, name }) => of(name, key)),
    ],
    rsl: hasRules(machineUses(rights)) ? pathOf('licenceDocument') : undefined,
    email: publication.email,
  };
}

function sentencesOf({ search, training, reserved }: MachineUses): string[] {
  const word = (allowed: boolean): string => (allowed ? 'may' : 'may not');
  return [
    ...(search === undefined ? [] : [`Search engines ${word(search)} index them.`]),
    ...(training === undefined ? [] : [`They ${word(training)} be used to train models.`]),
    ...(reserved === true ? ['The rights to text and data mining are reserved: mining needs our permission.'] : []),
    ...(reserved === false ? ['Text and data mining is allowed.'] : []),
  ];
}
