import { childOf, childrenOf, descendants } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { formalName } from './formal-names.ts';

/** Kinds of content, by the words of `MediaType` and `MimeType`. */
export type ContentKind = 'text' | 'image' | 'video' | 'audio' | 'other';

const KINDS: readonly (readonly [RegExp, ContentKind])[] = [
  [/^(?:photo|image|picture|graphic|infographi)/i, 'image'],
  [/^video/i, 'video'],
  [/^audio/i, 'audio'],
  [/^(?:text|complexdata)/i, 'text'],
];

/** Returns the kind of a content item. */
export function kindOf(content: SourceElement): ContentKind {
  const stated = formalName(childOf(content, 'MediaType')) ?? formalName(childOf(content, 'MimeType')) ?? '';
  const known = KINDS.find(([pattern]) => pattern.test(stated))?.[1];
  return known ?? (stated === '' && childOf(content, 'DataContent') !== undefined ? 'text' : 'other');
}

/** Returns the content items of a component itself, not those of components inside of it. */
export function contentsOf(component: SourceElement): SourceElement[] {
  return childrenOf(component, 'ContentItem');
}

/** Returns every component of an item, from the outermost one. */
export function componentsOf(item: SourceElement): SourceElement[] {
  return descendants(item, 'NewsComponent');
}

/** Roles of components that repeat the story in another form: they are no further text. */
const SECONDARY = /(?:caption|summary|abstract|teaser|preview|supporting|related|slug|title)/i;

/**
 * Returns the component with the text of the story: the one whose role is main, else the first with a text that is not
 * about a picture.
 */
export function textComponent(components: readonly SourceElement[]): SourceElement | undefined {
  const withText = components.filter((one) => contentsOf(one).some((content) => kindOf(content) === 'text'));
  const roleOf = (one: SourceElement): string => formalName(childOf(one, 'Role')) ?? '';
  return (
    withText.find((one) => /^main/i.test(roleOf(one)) && !SECONDARY.test(roleOf(one))) ??
    withText.find((one) => !SECONDARY.test(roleOf(one))) ??
    undefined
  );
}

/** Components in which facts about a text may be: itself, and those around it, the nearest first. */
export function lineageOf(component: SourceElement | undefined, components: readonly SourceElement[]): SourceElement[] {
  if (component === undefined) return components.slice(0, 1);
  const around = components.filter((one) => one !== component && descendants(one, 'NewsComponent').includes(component));
  return [component, ...around.toReversed()];
}
