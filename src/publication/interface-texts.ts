import { primaryLanguage } from '../text/language.ts';

/** Texts of the page around a story, in the language of the story. */
export interface InterfaceTexts {
  readonly published: string;
  readonly updated: string;
  readonly by: string;
  readonly live: string;
  readonly paid: string;
  /** Mark of a paid story in lists. */
  readonly subscribers: string;
  /** Link at the end of the free part of a story, in feeds. */
  readonly continueReading: string;
  readonly seeAlso: string;
  readonly translations: string;
  readonly subjects: string;
  readonly formats: string;
  readonly source: string;
  readonly gone: string;
  readonly backstory: string;
  readonly copyOf: string;
}

const ENGLISH: InterfaceTexts = {
  published: 'Published',
  updated: 'Updated',
  by: 'By',
  live: 'Live',
  paid: 'The rest of this story is for subscribers.',
  subscribers: 'For subscribers',
  continueReading: 'Continue reading',
  seeAlso: 'Related',
  translations: 'In other languages',
  subjects: 'Subjects',
  formats: 'This story as data',
  source: 'Source',
  gone: 'This story has been withdrawn.',
  backstory: 'How we reported this',
  copyOf: 'First published by',
};

const TEXTS: Readonly<Record<string, InterfaceTexts>> = {
  en: ENGLISH,
  ar: {
    published: 'نُشر',
    updated: 'حُدِّث',
    by: 'بقلم',
    live: 'مباشر',
    paid: 'بقية هذا الخبر للمشتركين.',
    subscribers: 'للمشتركين',
    continueReading: 'تابع القراءة',
    seeAlso: 'مواضيع ذات صلة',
    translations: 'بلغات أخرى',
    subjects: 'الموضوعات',
    formats: 'هذا الخبر كبيانات',
    source: 'المصدر',
    gone: 'سُحب هذا الخبر.',
    backstory: 'كيف أعددنا هذا الخبر',
    copyOf: 'نُشر أولًا لدى',
  },
  de: {
    published: 'Veröffentlicht',
    updated: 'Aktualisiert',
    by: 'Von',
    live: 'Live',
    paid: 'Der Rest dieses Artikels ist für Abonnenten.',
    subscribers: 'Für Abonnenten',
    continueReading: 'Weiterlesen',
    seeAlso: 'Mehr dazu',
    translations: 'In anderen Sprachen',
    subjects: 'Themen',
    formats: 'Dieser Artikel als Daten',
    source: 'Quelle',
    gone: 'Dieser Artikel wurde zurückgezogen.',
    backstory: 'So haben wir recherchiert',
    copyOf: 'Zuerst erschienen bei',
  },
  es: {
    published: 'Publicado',
    updated: 'Actualizado',
    by: 'Por',
    live: 'En directo',
    paid: 'El resto de este artículo es para suscriptores.',
    subscribers: 'Para suscriptores',
    continueReading: 'Seguir leyendo',
    seeAlso: 'Relacionado',
    translations: 'En otros idiomas',
    subjects: 'Temas',
    formats: 'Este artículo como datos',
    source: 'Fuente',
    gone: 'Este artículo ha sido retirado.',
    backstory: 'Cómo lo hemos contado',
    copyOf: 'Publicado primero en',
  },
  fr: {
    published: 'Publié',
    updated: 'Mis à jour',
    by: 'Par',
    live: 'En direct',
    paid: 'La suite de cet article est réservée aux abonnés.',
    subscribers: 'Pour les abonnés',
    continueReading: 'Lire la suite',
    seeAlso: 'À lire aussi',
    translations: 'Dans d’autres langues',
    subjects: 'Sujets',
    formats: 'Cet article en données',
    source: 'Source',
    gone: 'Cet article a été retiré.',
    backstory: 'Comment nous avons enquêté',
    copyOf: 'D’abord publié par',
  },
};

/** Returns the texts of a language, or English ones. */
export function textsIn(language: string): InterfaceTexts {
  return TEXTS[primaryLanguage(language)] ?? ENGLISH;
}
