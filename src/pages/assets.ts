import { join } from 'node:path';

const asset = (name: string): string => join(import.meta.dirname, 'assets', name);

/** The files that pages load, which belong to Dateline itself. */
export const ASSETS = [
  { path: '/assets/style.css', file: asset('style.css'), mediaType: 'text/css' },
  { path: '/favicon.ico', file: asset('favicon.ico'), mediaType: 'image/x-icon' },
] as const;
