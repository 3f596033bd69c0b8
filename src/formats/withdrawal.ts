import type { Tombstone } from '../article/view.ts';
import { textsIn } from '../publication/interface-texts.ts';

/** Returns the sentence that overwrites a withdrawn story in feed readers: the public notice, or the standing sentence. */
export function withdrawalText({ notice, language }: Tombstone): string {
  return notice ?? textsIn(language).gone;
}
