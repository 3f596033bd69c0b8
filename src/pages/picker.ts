import type { Selection } from '../feeds/selection.ts';
import type { FormatContext } from '../formats/format.ts';
import { sectionName } from '../publication/publication.ts';
import { primaryLanguage } from '../text/language.ts';
import { nameKey } from '../text/name-key.ts';
import { genreName } from '../vocabulary/genres.ts';
import { mediaTopic, topicName } from '../vocabulary/media-topics.ts';

/** A field of the form at `/feeds/q`. */
export interface Choice {
  readonly name: string;
  readonly label: string;
  /** Label of the empty option. */
  readonly any: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly chosen: boolean }[];
}

/** Largest number of options per field; other values work in the address. */
const MAX_OPTIONS = 40;

/**
 * Creates the fields for choosing a feed, from the settings and the subjects of the newest stories. The plain form
 * needs no script: its address returns the page of the chosen feed.
 * @param chosen terms of the current page
 */
export function pickerOf(
  { views }: Selection,
  chosen: readonly { readonly kind: string; readonly value: string }[],
  { publication }: FormatContext,
): Choice[] {
  const { language, languages, sections, staff } = publication;
  const stories = views.filter((view) => view.kind === 'story');
  const choice = (name: string, labels: readonly [label: string, any: string], pairs: readonly Named[]): Choice[] => {
    const current = chosen.filter(({ kind }) => kind === name).map(({ value }) => [value, 'As chosen'] as const);
    const options = [...new Map([...current, ...pairs])].map(([value, label]) => ({
      value,
      label,
      chosen: chosen.some((term) => term.kind === name && term.value === value),
    }));
    return options.length < 2 && current.length === 0 ? [] : [{ name, label: labels[0], any: labels[1], options }];
  };
  const named = (names: readonly string[]): Named[] => names.slice(0, MAX_OPTIONS).map((one) => [nameKey(one), one]);
  return [
    ...choice(
      'section',
      ['Section', 'All sections'],
      sections.map((section) => [section.key, sectionName(section, language)]),
    ),
    ...choice(
      'language',
      ['Language', 'All languages'],
      [...new Set([language, ...languages].map(primaryLanguage))].map((tag) => [tag, languageName(tag, language)]),
    ),
    ...choice(
      'access',
      ['Free or paid', 'Free and paid stories'],
      [
        ['free', 'Without paid stories'],
        ['paid', 'Paid stories alone'],
      ],
    ),
    ...choice(
      'subject',
      ['Subject', 'All subjects'],
      topicsOf(
        stories.flatMap(({ subjects }) => subjects),
        language,
      ),
    ),
    ...choice(
      'author',
      ['Author', 'All authors'],
      staff.map(({ key, name }) => [key, name]),
    ),
    ...choice('place', ['Place', 'All places'], named(stories.flatMap(({ places }) => places.map(({ name }) => name)))),
    ...choice(
      'genre',
      ['Genre', 'All genres'],
      stories.flatMap(({ genre }): Named[] =>
        genre === undefined ? [] : [[nameKey(genre), genreName(genre) ?? genre]],
      ),
    ),
    ...choice('tag', ['Keyword', 'All keywords'], named(stories.flatMap(({ keywords }) => keywords))),
  ];
}

type Named = readonly [value: string, label: string];

function topicsOf(codes: readonly string[], language: string): Named[] {
  return codes.flatMap((code): Named[] => {
    const topic = mediaTopic(code);
    return topic === undefined ? [] : [[code, topicName(topic, language).name]];
  });
}

function languageName(tag: string, inLanguage: string): string {
  return new Intl.DisplayNames(inLanguage, { type: 'language' }).of(tag) ?? tag;
}
