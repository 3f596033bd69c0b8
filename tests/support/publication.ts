import { addressesOf } from '../../src/addresses/addresses.ts';
import type { Story } from '../../src/article/view.ts';
import type { FormatContext } from '../../src/formats/format.ts';
import { type Publication, publicationSchema } from '../../src/publication/publication.ts';

/** A publisher for tests: two sections, one desk, rights of its own, a time zone with summer time. */
export const publication: Publication = publicationSchema.parse({
  name: 'The Test Gazette',
  legalName: 'Test Gazette Ltd',
  description: 'News that is not new.',
  authority: { domain: 'gazette.example.com', year: 2026 },
  timeZone: 'Europe/Berlin',
  language: 'en-GB',
  email: 'desk@gazette.example.com',
  logo: { href: '/media/logo.png', width: 600, height: 600 },
  sections: [
    { key: 'world', name: 'World', names: { ar: 'العالم' } },
    { key: 'culture', name: 'Culture', description: 'Books and bread.' },
  ],
  staff: [{ key: 'world-desk', kind: 'organisation', name: 'World Desk' }],
  policies: { correctionsPolicy: '/about#corrections' },
  rights: {
    holder: 'Test Gazette Ltd',
    usageTerms: 'Editorial use only.',
    licence: 'https://gazette.example.com/licence',
    dataMining: 'prohibited-ai-training',
  },
});

/** A context in which these stories can be linked to. */
export function contextWith(...stories: readonly Story[]): FormatContext {
  return {
    publication,
    addresses: addressesOf('https://gazette.example.com'),
    release: '0.0.0',
    storyOf: (id) => stories.find((story) => story.id === id),
  };
}
