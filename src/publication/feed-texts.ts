import { primaryLanguage } from '../text/language.ts';

/** Words for the titles of feeds, in the language of the feed. */
export interface FeedTexts {
  /** Describes the stories of a selection. */
  readonly from: (what: string, name: string) => string;
  /** Names stories in a language. */
  readonly inLanguage: (what: string, language: string) => string;
  readonly free: string;
  readonly metered: string;
  /** Stories whose text was made with AI, and all others. */
  readonly ai: string;
  readonly human: string;
  readonly paid: string;
  /** The feed of every story. */
  readonly all: string;
  readonly corrections: string;
  readonly correctionsOf: (name: string) => string;
}

const ENGLISH: FeedTexts = {
  from: (what, name) => `${what} from ${name}`,
  inLanguage: (what, language) => `${what} in ${language}`,
  free: 'free stories',
  metered: 'metered stories',
  ai: 'stories made with AI',
  human: 'stories written by people',
  paid: 'paid stories',
  all: 'All stories',
  corrections: 'Corrections',
  correctionsOf: (name) => `Corrections of ${name}, the latest first.`,
};

const TEXTS: Readonly<Record<string, FeedTexts>> = {
  en: ENGLISH,
  ar: {
    from: (what, name) => `${what} – ${name}`,
    inLanguage: (what, language) => `${what} (${language})`,
    free: 'مواد مجانية',
    metered: 'مواد محدودة المجانية',
    ai: 'مواد أُعدّت بالذكاء الاصطناعي',
    human: 'مواد كتبها صحفيون',
    paid: 'مواد مدفوعة',
    all: 'كل المواد',
    corrections: 'تصحيحات',
    correctionsOf: (name) => `تصحيحات ${name}، الأحدث أولًا.`,
  },
  de: {
    from: (what, name) => `${what} – ${name}`,
    inLanguage: (what, language) => `${what} auf ${language}`,
    free: 'freie Artikel',
    metered: 'Artikel mit begrenztem Zugang',
    ai: 'mit KI erstellte Artikel',
    human: 'von Menschen geschriebene Artikel',
    paid: 'Artikel für Abonnenten',
    all: 'Alle Artikel',
    corrections: 'Korrekturen',
    correctionsOf: (name) => `Korrekturen: ${name}, die neueste zuerst.`,
  },
  es: {
    from: (what, name) => `${what} – ${name}`,
    inLanguage: (what, language) => `${what} en ${language}`,
    free: 'artículos gratuitos',
    metered: 'artículos de acceso limitado',
    ai: 'artículos hechos con IA',
    human: 'artículos escritos por personas',
    paid: 'artículos de pago',
    all: 'Todos los artículos',
    corrections: 'Correcciones',
    correctionsOf: (name) => `Correcciones de ${name}, la última primero.`,
  },
  fr: {
    from: (what, name) => `${what} – ${name}`,
    inLanguage: (what, language) => `${what} en ${language}`,
    free: 'articles gratuits',
    metered: 'articles à accès limité',
    ai: 'articles produits avec l’IA',
    human: 'articles écrits par des humains',
    paid: 'articles payants',
    all: 'Tous les articles',
    corrections: 'Corrections',
    correctionsOf: (name) => `Corrections de ${name}, la dernière d’abord.`,
  },
};

/** Returns the words of a language, or English ones. */
export function feedTextsIn(language: string): FeedTexts {
  return TEXTS[primaryLanguage(language)] ?? ENGLISH;
}
