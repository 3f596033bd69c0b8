import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Instant, toMilliseconds } from '../text/instant.ts';
import { SETTINGS_FILE } from './settings.ts';

/** How many files may go at once before somebody has to say that it was meant. */
const MOST_FILES = 5;
/** The same as a share of the folder; a single file is never too many. */
const LARGEST_SHARE = 0.05;
/** What counts as at once: a slow tool deletes one file after the other. */
const AT_ONCE = 60_000;

/** Some editors save by deleting and writing anew; after so long a file that is gone is gone. */
const GRACE = 300;

/**
 * Tells deletions that somebody meant from a disk that is not mounted, a folder that was moved and a command that went
 * wrong: those recall nothing.
 */
export class Vanishing {
  readonly #folder: string;
  readonly #grace: number;
  #standing: string | undefined;
  #recent: number[] = [];

  /** @param grace in milliseconds */
  constructor(folder: string, grace = GRACE) {
    this.#folder = folder;
    this.#grace = grace;
  }

  /** Remembers which folder it is that all stories were found in. */
  async accept(): Promise<void> {
    this.#standing = (await this.#identity()) ?? this.#standing;
  }

  /** Those files that are still gone after a moment. */
  async confirmed(files: readonly string[]): Promise<string[]> {
    if (files.length === 0) return [];
    await setTimeout(this.#grace);
    const there = await Promise.all(files.map((file) => exists(join(this.#folder, file))));
    return files.filter((_, index) => !there[index]);
  }

  /**
   * True if so many deletions have to be confirmed, or if it is not the folder any more that was there before.
   * @param known how many files there were
   */
  async isDoubtful(count: number, known: number, now: Instant): Promise<boolean> {
    const moment = toMilliseconds(now);
    this.#recent = [...this.#recent.filter((at) => moment - at < AT_ONCE), ...Array<number>(count).fill(moment)];
    const atOnce = this.#recent.length;
    if (atOnce > MOST_FILES || (atOnce > 1 && atOnce > known * LARGEST_SHARE)) return true;
    const standing = await this.#identity();
    return standing === undefined || standing !== this.#standing;
  }

  /** The same folder on the same disk, with its settings; `undefined` if it is not there. */
  async #identity(): Promise<string | undefined> {
    try {
      const { dev, ino } = await stat(join(this.#folder, 'articles'));
      await stat(join(this.#folder, SETTINGS_FILE));
      return `${dev} ${ino}`;
    } catch {
      return undefined;
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    ({ code }: NodeJS.ErrnoException) => code !== 'ENOENT',
  );
}
