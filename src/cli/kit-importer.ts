import { ConfigurationError } from '../app/configuration.ts';
import { DatelineImporter } from '../partner-kit/dateline-importer.ts';
import type { Importer, KitMessage } from '../partner-kit/importer.ts';
import { MemoryImporter } from '../partner-kit/memory-importer.ts';
import { print } from './print.ts';

/** Options that select an importer. */
export interface ImporterOptions {
  readonly into?: string;
  readonly intoKey?: string;
}

/**
 * Returns the importer of a command: into memory, or into another Dateline.
 * @throws ConfigurationError for an address without a key
 */
export function importerFor({ into, intoKey }: ImporterOptions): Importer {
  if (into === undefined) return new MemoryImporter();
  if (intoKey === undefined) throw new ConfigurationError('--into needs --into-key: a key with the scope `write`.');
  return new DatelineImporter(into, intoKey);
}

/** Prints a message and its outcome. */
export function printMessage({ id, change, story, version, status }: KitMessage, outcome: string): void {
  print(`${change} ${story} version ${version} ${status}: ${outcome} (${id})`);
}

/** @throws ConfigurationError for an invalid port */
export function portIn(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new ConfigurationError('--port is a number from 0 to 65535.');
}
