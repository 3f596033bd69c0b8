import { PUBLIC } from '../../article/audience.ts';
import { type Story, viewOf } from '../../article/view.ts';
import { FRONT_FILE } from '../../content-folder/publication-file.ts';
import { missingStories } from '../../documents/front-document.ts';
import { type Finding, warning } from '../../text/finding.ts';
import type { Instant } from '../../text/instant.ts';
import { primaryLanguage } from '../../text/language.ts';
import type { DryRun } from '../dry-run.ts';

/** Returns the findings about stories together: names in the order of the front page, and translations. */
export async function checkLinks(newsroom: DryRun, instant: Instant): Promise<Finding[]> {
  const { publication, store } = newsroom;
  const { archive } = store;
  const missing =
    publication.front === undefined ? [] : await missingStories({ archive, publication }, publication.front, instant);
  const notShown = missing.map((name) =>
    warning('front/story', `"${name}" is no visible story: take it out, or name another.`, { file: FRONT_FILE }),
  );
  const files = new Map<string, string>();
  for (const { id, file } of newsroom.folder.reports) if (id !== undefined) files.set(id, file);
  const stories = (await archive.articles.byIds([...files.keys()]))
    .map((article) => viewOf(article, PUBLIC, instant))
    .filter((view) => view?.kind === 'story');
  return [...notShown, ...translationFindings(stories, (story) => files.get(story.id) ?? story.slug)];
}

/** Returns the contradictions between translations: search engines ignore all links of such a group. */
export function translationFindings(stories: readonly Story[], fileOf: (story: Story) => string): Finding[] {
  const byId = new Map(stories.map((story) => [story.id, story]));
  const translations = stories.flatMap((story) => {
    const id = originalOf(story);
    const original = id === undefined ? undefined : byId.get(id);
    return original === undefined ? [] : [{ story, original }];
  });
  const taken = new Map<string, Story>();
  return translations.flatMap(({ story, original }) => {
    const about = { file: fileOf(story), path: 'related' };
    const language = primaryLanguage(story.language);
    const found: Finding[] = [];
    if (original.id === story.id) {
      found.push(warning('translation/itself', 'The story is a translation of itself: name the original.', about));
    } else if (originalOf(original) === story.id && story.id < original.id) {
      const message = `This story and "${original.slug}" are translations of each other: remove one of the two, that of the original.`;
      found.push(warning('translation/mutual', message, about));
    }
    if (original.id !== story.id && primaryLanguage(original.language) === language) {
      const message = `The story has the language of "${original.slug}", which it translates: correct \`language\`.`;
      found.push(warning('translation/same-language', message, about));
    }
    const key = `${original.id} ${language}`;
    const first = taken.get(key);
    if (first !== undefined) {
      const message = `"${first.slug}" translates the same story into the same language: pages list that one alone.`;
      found.push(warning('translation/doubled', message, about));
    } else taken.set(key, story);
    return found;
  });
}

function originalOf({ related }: Story): string | undefined {
  return related.find(({ relation, article }) => relation === 'translationOf' && article !== undefined)?.article;
}
