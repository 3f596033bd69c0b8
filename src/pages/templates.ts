import { join } from 'node:path';
import { Eta } from 'eta';

const eta = new Eta({ views: join(import.meta.dirname, 'templates'), autoEscape: true, cache: true });

/**
 * Renders a template of this folder inside the layout. Everything is escaped but what a template marks as HTML already
 * (`~`): the sanitized body and the JSON-LD block.
 * @param name the file without its ending
 */
export function renderTemplate(name: string, data: object): string {
  return eta.render(name, data);
}
