import { primaryLanguage } from '../text/language.ts';
import type { Notice } from './view.ts';

interface Labels {
  readonly minor: string;
  readonly major: string;
  readonly update: string;
  readonly keyPoints: string;
  /** Between the name of a notice and its date. */
  readonly comma: string;
  /** Between the date of a notice and its text. */
  readonly colon: string;
}

const ENGLISH: Labels = {
  minor: 'Correction',
  major: 'Important correction',
  update: 'Update',
  keyPoints: 'Key points',
  comma: ', ',
  colon: ':',
};

const LABELS: Readonly<Record<string, Partial<Labels>>> = {
  en: ENGLISH,
  ar: { minor: 'تصحيح', major: 'تصحيح مهم', update: 'تحديث', keyPoints: 'أهم النقاط', comma: '، ' },
  de: { minor: 'Korrektur', major: 'Wichtige Korrektur', update: 'Aktualisierung', keyPoints: 'Das Wichtigste' },
  es: { minor: 'Corrección', major: 'Corrección importante', update: 'Actualización', keyPoints: 'Puntos clave' },
  fr: {
    minor: 'Correction',
    major: 'Correction importante',
    update: 'Mise à jour',
    keyPoints: 'L’essentiel',
    colon: '\u00a0:',
  },
};

/** Returns the name of a notice for readers, with its severity: "Important correction". */
export function noticeLabel({ kind, severity = 'minor' }: Pick<Notice, 'kind' | 'severity'>, language: string): string {
  const labels = labelsIn(language);
  return kind === 'update' ? labels.update : labels[severity];
}

/** Formats the date of a notice in words, in a time zone. */
export function noticeDate({ at }: Pick<Notice, 'at'>, language: string, timeZone = 'UTC'): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(new Date(at));
}

/** Returns the punctuation around the date of a notice. */
export function noticePunctuation(language: string): Pick<Labels, 'comma' | 'colon'> {
  return labelsIn(language);
}

/** Returns the heading of the most important sentences of a live page. */
export function keyPointsLabel(language: string): string {
  return labelsIn(language).keyPoints;
}

function labelsIn(language: string): Labels {
  return { ...ENGLISH, ...LABELS[primaryLanguage(language)] };
}
