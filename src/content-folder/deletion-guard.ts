import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Instant, toMilliseconds } from '../text/instant.ts';
import { SETTINGS_FILE } from './publication-file.ts';

/** Number of files that may be deleted at once without confirmation. */
const MAX_FILES = 5;
/** The same limit as a share of the folder; a single file never needs confirmation. */
const MAX_SHARE = 0.05;
/** Window of one deletion in milliseconds: slow tools delete one file after another. */
const DELETION_WINDOW_MS = 60_000;

/** Some editors save by deleting and rewriting; a file counts as deleted after this time in milliseconds. */
const GRACE_MS = 300;

/**
 * Distinguishes intended deletions from an unmounted disk, a moved folder or a mistaken command, which withhold
 * nothing.
 */
export class DeletionGuard {
  readonly #folder: string;
  readonly #grace: number;
  #folderIdentity: string | undefined;
  #recent: number[] = [];

  /** @param grace in milliseconds */
  constructor(folder: string, grace = GRACE_MS) {
    this.#folder = folder;
    this.#grace = grace;
  }

  /** Stores the identity of the folder in which all stories were found. */
  async accept(): Promise<void> {
    this.#folderIdentity = (await this.#identity()) ?? this.#folderIdentity;
  }

  /** Returns the files that are still missing after the grace period. */
  async confirmed(files: readonly string[]): Promise<string[]> {
    if (files.length === 0) return [];
    await setTimeout(this.#grace);
    const there = await Promise.all(files.map((file) => exists(join(this.#folder, file))));
    return files.filter((_, index) => !there[index]);
  }

  /**
   * True if so many deletions need confirmation, or if the folder is not the previous one.
   * @param known number of files before
   */
  async isDoubtful(count: number, known: number, now: Instant): Promise<boolean> {
    const moment = toMilliseconds(now);
    this.#recent = [
      ...this.#recent.filter((at) => moment - at < DELETION_WINDOW_MS),
      ...Array<number>(count).fill(moment),
    ];
    const atOnce = this.#recent.length;
    if (atOnce > MAX_FILES || (atOnce > 1 && atOnce > known * MAX_SHARE)) return true;
    const identity = await this.#identity();
    return identity === undefined || identity !== this.#folderIdentity;
  }

  /** Identifies the folder by disk and inode, and its settings; `undefined` if it is missing. */
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
