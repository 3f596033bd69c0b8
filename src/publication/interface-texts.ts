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
  readonly source: string;
  readonly gone: string;
  readonly backstory: string;
  readonly copyOf: string;
  /** Headings of groups of stories. */
  readonly newest: string;
  readonly opinion: string;
  readonly selected: string;
  /** Heading of further stories of a section. */
  readonly moreFrom: (section: string) => string;
  /** Heading of further stories about the same subjects. */
  readonly related: string;
  readonly share: string;
  readonly byEmail: string;
  /** Link to the feeds of a page. */
  readonly follow: string;
  readonly jumpTo: string;
  readonly refresh: string;
  /** Link that ends the regular refresh of a page. */
  readonly stopRefresh: string;
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
  source: 'Source',
  gone: 'This story has been withdrawn.',
  backstory: 'How we reported this',
  copyOf: 'First published by',
  newest: 'Latest',
  opinion: 'Opinion',
  selected: 'Selected',
  moreFrom: (section) => `More from ${section}`,
  related: 'More on this',
  share: 'Share',
  byEmail: 'By e-mail',
  follow: 'Follow',
  jumpTo: 'Updates',
  refresh: 'Show this page with new updates every minute',
  stopRefresh: 'Stop',
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
    source: 'المصدر',
    gone: 'سُحب هذا الخبر.',
    backstory: 'كيف أعددنا هذا الخبر',
    copyOf: 'نُشر أولًا لدى',
    newest: 'الأحدث',
    opinion: 'رأي',
    selected: 'مختارات',
    moreFrom: (section) => `المزيد من ${section}`,
    related: 'المزيد حول هذا الموضوع',
    share: 'مشاركة',
    byEmail: 'بالبريد الإلكتروني',
    follow: 'متابعة',
    jumpTo: 'التحديثات',
    refresh: 'حدِّث هذه الصفحة كل دقيقة',
    stopRefresh: 'إيقاف',
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
    source: 'Quelle',
    gone: 'Dieser Artikel wurde zurückgezogen.',
    backstory: 'So haben wir recherchiert',
    copyOf: 'Zuerst erschienen bei',
    newest: 'Neueste Artikel',
    opinion: 'Meinung',
    selected: 'Ausgewählt',
    moreFrom: (section) => `Mehr aus ${section}`,
    related: 'Mehr zum Thema',
    share: 'Teilen',
    byEmail: 'Per E-Mail',
    follow: 'Folgen',
    jumpTo: 'Meldungen',
    refresh: 'Diese Seite jede Minute neu laden',
    stopRefresh: 'Beenden',
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
    source: 'Fuente',
    gone: 'Este artículo ha sido retirado.',
    backstory: 'Cómo lo hemos contado',
    copyOf: 'Publicado primero en',
    newest: 'Lo último',
    opinion: 'Opinión',
    selected: 'Selección',
    moreFrom: (section) => `Más de ${section}`,
    related: 'Más sobre este tema',
    share: 'Compartir',
    byEmail: 'Por correo',
    follow: 'Seguir',
    jumpTo: 'Actualizaciones',
    refresh: 'Actualizar esta página cada minuto',
    stopRefresh: 'Detener',
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
    source: 'Source',
    gone: 'Cet article a été retiré.',
    backstory: 'Comment nous avons enquêté',
    copyOf: 'D’abord publié par',
    newest: 'Dernières nouvelles',
    opinion: 'Opinions',
    selected: 'À la une',
    moreFrom: (section) => `Plus dans ${section}`,
    related: 'Sur le même sujet',
    share: 'Partager',
    byEmail: 'Par courriel',
    follow: 'Suivre',
    jumpTo: 'Mises à jour',
    refresh: 'Actualiser cette page chaque minute',
    stopRefresh: 'Arrêter',
  },
};

/** Returns the texts of a language, or English ones. */
export function textsIn(language: string): InterfaceTexts {
  return TEXTS[primaryLanguage(language)] ?? ENGLISH;
}
