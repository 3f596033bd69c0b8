import { licenceAddress } from '../addresses/licence-address.ts';
import type { Story, View } from '../article/view.ts';
import type { FormatContext } from '../formats/format.ts';
import { RSL_TYPE } from '../formats/rsl/index.ts';
import { tdmHeaders } from '../formats/tdm/index.ts';
import { areSameUses, contentUsage, hasRules, type MachineUses, machineUses } from '../publication/machine-uses.ts';
import { rightsOfStory } from '../publication/rights-of.ts';
import { defined } from '../text/defined.ts';

type Headers = Readonly<Record<string, string>>;
type Site = Pick<FormatContext, 'publication' | 'addresses'>;

/** Returns the machine-readable rights in the headers of a story: AIPREF, TDMRep, and the licence (RSL). */
export function storyHeaders(story: Story, site: Site): Headers {
  const uses = machineUses(rightsOfStory(site.publication, story));
  const licence = licenceAddress(story, site);
  return defined({ ...usageHeaders(uses, site), Link: licence === undefined ? undefined : licenceLink(licence) });
}

/** Returns the headers of a list: the strictest of its stories, since it contains the texts of all. */
export function listHeaders(views: readonly View[], site: Site): Headers {
  const ours = machineUses(site.publication.rights);
  const all = views.flatMap((view) =>
    view.kind === 'story' ? [machineUses(rightsOfStory(site.publication, view))] : [],
  );
  const strictest = all.length === 0 ? ours : strictestOf(all);
  const headers = usageHeaders(strictest, site);
  return areSameUses(strictest, ours) && hasRules(ours) ? { ...headers, Link: siteLicence(site) } : headers;
}

function strictestOf(all: readonly MachineUses[]): MachineUses {
  const common = (use: keyof MachineUses, strict: boolean): boolean | undefined => {
    const values = all.map((uses) => uses[use]);
    if (values.includes(strict)) return strict;
    return values.includes(undefined) ? undefined : !strict;
  };
  return defined({
    search: common('search', false),
    training: common('training', false),
    reserved: common('reserved', true),
  });
}

/** Returns the link to the licence of the whole site. */
export function siteLicence({ addresses }: Site): string {
  return licenceLink(addresses.of('licenceDocument'));
}

function usageHeaders(uses: MachineUses, site: Site): Headers {
  const usage = contentUsage(uses);
  return defined({ 'Content-Usage': usage, ...tdmHeaders(uses, site) });
}

function licenceLink(address: string): string {
  return `<${address}>; rel="license"; type="${RSL_TYPE}"`;
}
