import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Eta } from 'eta';

const OURS = join(import.meta.dirname, 'templates');

/** Templates of a publication's own: a file there takes the place of ours with the same name. */
class OverriddenEta extends Eta {
  constructor(folder: string) {
    super({ views: OURS, autoEscape: true, cache: true });
    const ours = this.resolvePath;
    this.resolvePath = function (template, options) {
      const own = join(folder, `${basename(template, '.eta')}.eta`);
      return existsSync(own) ? own : ours.call(this, template, options);
    };
  }
}

const engines = new Map<string, Eta>();

/** Templates are read once: a changed one is seen when the server is started again. */
function engineOf(folder = OURS): Eta {
  const known = engines.get(folder) ?? new OverriddenEta(folder);
  engines.set(folder, known);
  return known;
}

/**
 * Renders a template inside the layout. Everything is escaped but what a template marks as HTML already (`~`): the
 * sanitized body and the JSON-LD block.
 * @param name the file without its ending
 * @param data with the folder of the publication's own `templates`, if it has some
 */
export function renderTemplate(name: string, data: object): string {
  const { templates } = data as { readonly templates?: string };
  return engineOf(templates).render(name, data);
}
