import type { OrganizationLeaf, PersonLeaf } from 'schema-dts';
import type { Party } from '../../article/party.ts';
import type { Story } from '../../article/view.ts';
import type { Staff } from '../../publication/publication.ts';
import type { FormatContext } from '../format.ts';
import { publisherInline } from './publisher.ts';
import { type AuthorNode, node } from './shape.ts';

/** Returns each author as a node of its own; the publisher for a story without a byline. */
export function authorsOf(story: Story, context: FormatContext): AuthorNode[] {
  if (story.bylines.length === 0) return [publisherInline(context) as unknown as OrganizationLeaf];
  return story.bylines.map((party) => partyNode(party, context));
}

/** Returns a person or an organisation: the name alone in `name`, the title in `jobTitle`. */
export function partyNode(party: Party, { addresses }: FormatContext): AuthorNode {
  const url = party.url ?? (party.staff === undefined ? party.sameAs[0] : addresses.feed(`author/${party.staff}`));
  const id = party.staff === undefined ? url : `${addresses.home}#staff-${party.staff}`;
  const common = { '@id': id, name: party.name, url, sameAs: party.sameAs.length === 0 ? undefined : party.sameAs };
  if (party.kind === 'organisation') return node<OrganizationLeaf>({ '@type': 'Organization', ...common });
  return node<PersonLeaf>({ '@type': 'Person', ...common, jobTitle: party.jobTitle });
}

/** Returns a member of staff in full, as on the page of their stories. */
export function staffNode({ key, description, image, ...party }: Staff, context: FormatContext): AuthorNode {
  const { addresses } = context;
  return node<AuthorNode>({
    ...partyNode({ ...party, role: 'author', staff: key }, context),
    description,
    image: image && addresses.absolute(image),
  } as never);
}
