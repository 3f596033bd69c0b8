import type { Destination } from './destination.ts';
import type { StorySelection } from './story-selection.ts';

/**
 * The scope of a key. `read`: the public view as data; `embargo`: also the view of an entitled partner, embargoed
 * stories and the reasons of a withholding; `paid`: the whole text of paid stories; `write`: submit stories, and see
 * all of them; `admin`: everything.
 */
export const SCOPES = ['read', 'write', 'admin', 'embargo', 'paid'] as const;
export type Scope = (typeof SCOPES)[number];

/** The rights of a reader, each independent of the others. */
export interface Audience {
  /** May have stories before their embargo ends. */
  readonly embargoed: boolean;
  /** May read paid stories to their end. */
  readonly paidText: boolean;
  /** May read notes for editors: reasons of changes, editor's notes, and the provider's guid. */
  readonly editorial: boolean;
  /** Where the documents go: rights of stories and pictures name the permitted destinations. */
  readonly destination: Destination;
  /** The stories of the product that a partner has; all if absent. */
  readonly stories?: StorySelection;
}

/** Every reader of the site. */
export const PUBLIC: Audience = { embargoed: false, paidText: false, editorial: false, destination: 'web' };
/** A reader with a subscription to paid stories. */
export const SUBSCRIBER: Audience = { ...PUBLIC, paidText: true };
/** A partner who holds stories under embargo. */
export const ENTITLED: Audience = {
  embargoed: true,
  paidText: false,
  editorial: true,
  destination: 'partners',
};
/** The newsroom itself. */
export const NEWSROOM: Audience = { embargoed: true, paidText: true, editorial: true, destination: 'newsroom' };

/** Returns the rights that scopes confer. `write` and `admin` see everything. */
export function audienceOf(scopes: readonly Scope[]): Audience {
  if (scopes.includes('admin') || scopes.includes('write')) return NEWSROOM;
  const embargoed = scopes.includes('embargo');
  return { ...(embargoed ? ENTITLED : PUBLIC), paidText: scopes.includes('paid') };
}

/** True if an audience has no rights beyond those of every reader. */
export function isPublicAudience({ embargoed, paidText, editorial, destination }: Audience): boolean {
  return !embargoed && !paidText && !editorial && destination === 'web';
}

/** Returns the name of an audience for cache keys. */
export function audienceName({ embargoed, paidText, editorial, destination }: Audience): string {
  const rights = [
    embargoed && 'embargoed',
    paidText && 'paid',
    editorial && 'editorial',
    destination.startsWith('partner:') && destination,
  ].filter(Boolean);
  return rights.length === 0 ? 'public' : rights.join('+');
}
