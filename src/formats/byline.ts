import type { Story } from '../article/view.ts';

/** The names of those who made the story, joined as its language joins them; `undefined` where nobody is named. */
export function bylineOf({ bylines, language }: Pick<Story, 'bylines' | 'language'>): string | undefined {
  if (bylines.length === 0) return undefined;
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(bylines.map(({ name }) => name));
}
