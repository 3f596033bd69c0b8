import { relative, sep } from 'node:path';
import { watch } from 'chokidar';
import { INTAKE_FILE } from './intake-settings.ts';
import { FRONT_FILE, REDIRECTS_FILE, SETTINGS_FILE } from './publication-file.ts';

/** The changes in a content folder since the last call. */
export interface FolderChange {
  /** Stories, relative to the folder; all have to be read again if absent. */
  readonly stories?: ReadonlySet<string>;
  readonly settings: boolean;
}

/** A watched folder. */
export interface FolderWatch {
  close(): Promise<void>;
}

/** Callbacks of a watched folder. */
export interface WatchCallbacks {
  /** Called after each burst of changes, one call at a time. */
  onChange(change: FolderChange): Promise<void>;
  /** Called with errors; watching continues. */
  onError(error: unknown): void;
}

/** Saving one story writes several files; events within this time are one change. */
const DEBOUNCE_MS = 80;

/** Watches a content folder, from when this resolves. A file counts once its size is stable. */
export async function watchFolder(folder: string, { onChange, onError }: WatchCallbacks): Promise<FolderWatch> {
  let pending = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let working = Promise.resolve();
  const flush = (): void => {
    const paths = pending;
    pending = new Set();
    working = working.then(() => onChange(changeOf(paths))).catch(onError);
  };
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignorePermissionErrors: true,
    awaitWriteFinish: { stabilityThreshold: 60, pollInterval: 20 },
  });
  watcher.on('error', onError);
  watcher.on('all', (_, path) => {
    pending.add(relative(folder, path).split(sep).join('/'));
    clearTimeout(timer);
    timer = setTimeout(flush, DEBOUNCE_MS);
  });
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  return {
    close: async () => {
      clearTimeout(timer);
      await watcher.close();
      await working;
    },
  };
}

/** Returns the files that changed; a picture or settings may concern any story. */
function changeOf(paths: ReadonlySet<string>): FolderChange {
  const settings = [SETTINGS_FILE, FRONT_FILE, REDIRECTS_FILE].some((file) => paths.has(file));
  const others = [...paths].some((path) => path.startsWith('media') || path.endsWith(`/${INTAKE_FILE}`));
  return settings || others ? { settings } : { settings, stories: paths };
}
