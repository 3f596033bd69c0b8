import { Report } from '../report.ts';
import { type DateReading, wireInstant } from '../wire-dates.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { childOf, at as elementAt, lineOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { Schemes } from './schemes.ts';

/** Context for reading one item. */
export interface ItemReading {
  readonly schemes: Schemes;
  readonly options: WireReadOptions;
  readonly dates: DateReading;
}

/** Creates the context of an item: only its own catalogs apply. */
export function readingOf(item: SourceElement, options: WireReadOptions): ItemReading {
  const report: Report = new Report(options.file);
  return {
    schemes: new Schemes(item, report, options.file),
    options,
    dates: { timeZone: options.timeZone, file: options.file, report },
  };
}

/** Returns the item class code (`text`, `picture`, `video` …) under any alias. */
export function natureOf(item: SourceElement, { schemes, dates }: ItemReading): string {
  const element = elementAt(item, 'itemMeta', 'itemClass');
  const code = element && schemes.concept(element)?.code;
  if (code === 'graphics' && element !== undefined) {
    const message = '"graphics" was read as ninat:graphic, which is the code.';
    dates.report.warn('newsml-g2/item-class', message, {
      file: dates.file,
      line: element.line,
      column: element.column,
    });
    return 'graphic';
  }
  return code ?? 'text';
}

/** Reads the date in a child element. */
export function momentOf(from: SourceElement | undefined, name: string, dates: DateReading) {
  const element = childOf(from, name);
  return element && wireInstant(lineOf(element), element, dates);
}
