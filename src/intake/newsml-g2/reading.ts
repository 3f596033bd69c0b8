import { type Finding, warning } from '../../text/finding.ts';
import type { DeliveryHints } from '../delivery.ts';
import { type DateReading, wireInstant } from '../wire-dates.ts';
import { childOf, at as elementAt, lineOf } from '../xml/look-up.ts';
import type { SourceElement } from '../xml/source-tree.ts';
import { Schemes } from './schemes.ts';

/** Context for reading one item. */
export interface ItemReading {
  readonly schemes: Schemes;
  readonly hints: DeliveryHints;
  readonly dates: DateReading;
}

/** Creates the context of an item: only its own catalogs apply. */
export function readingOf(item: SourceElement, hints: DeliveryHints): ItemReading {
  const told: Finding[] = [];
  return {
    schemes: new Schemes(item, told, hints.file),
    hints,
    dates: { timeZone: hints.timeZone, file: hints.file, told },
  };
}

/** Returns the item class code (`text`, `picture`, `video` …), whatever its alias. */
export function natureOf(item: SourceElement, { schemes, dates }: ItemReading): string {
  const element = elementAt(item, 'itemMeta', 'itemClass');
  const code = element && schemes.concept(element)?.code;
  if (code === 'graphics' && element !== undefined) {
    const message = '"graphics" was read as ninat:graphic, which is the code.';
    dates.told.push(
      warning('newsml-g2/item-class', message, { file: dates.file, line: element.line, column: element.column }),
    );
    return 'graphic';
  }
  return code ?? 'text';
}

/** Reads the date in a child element. */
export function momentOf(from: SourceElement | undefined, name: string, dates: DateReading) {
  const element = childOf(from, name);
  return element && wireInstant(lineOf(element), element, dates);
}
