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

/** Returns the headers of a list: those that apply to each of its stories; none if its stories differ. */
export function listHeaders(views: readonly View[], site: Site): Headers {
  const ours = machineUses(site.publication.rights);
  const [first = ours, ...others] = views.flatMap((view) =>
    view.kind === 'story' ? [machineUses(rightsOfStory(site.publication, view))] : [],
  );
  if (!others.every((uses) => areSameUses(uses, first))) return {};
  const headers = usageHeaders(first, site);
  return areSameUses(first, ours) && hasRules(ours) ? { ...headers, Link: siteLicence(site) } : headers;
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
