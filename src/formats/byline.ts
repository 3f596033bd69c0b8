import type { Story } from '../article/view.ts';

/** Returns the names of the authors, joined as the story's language joins them; `undefined` without authors. */
export function bylineOf({ bylines, language }: Pick<Story, 'bylines' | 'language'>): string | undefined {
  if (bylines.length === 0) return undefined;
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(bylines.map(({ name }) => name));
}
