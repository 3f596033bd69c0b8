import { mediaOfFile, type SentFile } from '../feed-entry.ts';
import type { Report } from '../report.ts';
import { childrenOf, lineOf } from '../xml/look-up.ts';
import { elementsIn } from '../xml/namespaces.ts';
import type { SourceElement } from '../xml/source-tree.ts';

/** Reads `enclosure`, `media:content` and `media:thumbnail`, each file once; other files are findings. */
export function filesOf(item: SourceElement, base: string | undefined, report: Report) {
  const groups = [item, ...elementsIn(item, 'media', 'group')];
  const contents = groups.flatMap((one) => elementsIn(one, 'media', 'content'));
  const thumbnails = groups.flatMap((one) => elementsIn(one, 'media', 'thumbnail'));
  const named = [...elementsIn(item, 'rss', 'enclosure'), ...contents, ...thumbnails];
  const seen = new Set<string>();
  return named.flatMap((one) => {
    const url = URL.parse((one.attributes.url ?? '').trim(), base ?? 'https://')?.href;
    if (url === undefined || seen.has(url)) return [];
    seen.add(url);
    const found = mediaOfFile(sentFile(one, item, url));
    if (found.length === 0) {
      const { line, column } = one;
      report.warn('feed/file', `The file ${url} is no picture, film or sound, and was left out.`, { line, column });
    }
    return found;
  });
}

function sentFile(element: SourceElement, item: SourceElement, url: string): SentFile {
  const { type, length, fileSize, width, height } = element.attributes;
  const ofMedia = (name: string): string | undefined =>
    lineOf(elementsIn(element, 'media', name)[0] ?? elementsIn(item, 'media', name)[0]);
  const own = childrenOf(element).length > 0;
  return {
    ...{ url, type, length: length ?? fileSize, width, height },
    title: ofMedia('description') ?? ofMedia('title'),
    credit: own ? lineOf(elementsIn(element, 'media', 'credit')[0]) : ofMedia('credit'),
  };
}
