/** The public API of the package: serve a publication, open its archive, write and read formats. */
export { type Configuration, ConfigurationError, readConfiguration } from './app/configuration.ts';
export { documentsOf, ForeignArchiveError, readPublication, SettingsError } from './app/open-publication.ts';
export { RELEASE } from './app/release.ts';
export { type RunningServer, type ServeOptions, serve } from './app/serve.ts';
export { type Location, locationOf, openArchive } from './archive/location.ts';
export type { Store } from './archive/store.ts';
export { type Audience, audienceOf, ENTITLED, NEWSROOM, PUBLIC, SUBSCRIBER } from './article/audience.ts';
export { type Submission, submissionJsonSchema, submissionSchema } from './article/submission.ts';
export { type Story, type Tombstone, type View, viewOf } from './article/view.ts';
export type { WireDocument, WireItem } from './article/wire-item.ts';
export { type Format, type FormatContext, feedDocument, settingsContext } from './formats/format.ts';
export { ALL_FORMATS, FORMATS, formatOf } from './formats/index.ts';
export { readCanonicalJson } from './intake/canonical-json/index.ts';
export { readMarkdown } from './intake/markdown/index.ts';
export { readOptionsFor } from './intake/read-options.ts';
export { readWire } from './intake/wire-format.ts';
export { submitStory } from './newsroom/submit-story.ts';
export { type Publication, publicationJsonSchema, publicationSchema } from './publication/publication.ts';
