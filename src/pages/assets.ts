import { join } from 'node:path';

const asset = (name: string): string => join(import.meta.dirname, 'assets', name);

/** The static files of pages, which are part of Dateline itself, by resource. */
export const ASSETS = {
  stylesheet: { file: asset('style.css'), mediaType: 'text/css' },
  copyScript: { file: asset('copy.js'), mediaType: 'text/javascript' },
  favicon: { file: asset('favicon.ico'), mediaType: 'image/x-icon' },
} as const;
