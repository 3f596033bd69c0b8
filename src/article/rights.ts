import { z } from 'zod';
import { instant, language, line, slug, text, url } from './fields.ts';

/** Values of the PLUS vocabulary for data mining (http://ns.useplus.org/ldf/vocab/), by shorter names. */
export const DATA_MINING = {
  unspecified: 'DMI-UNSPECIFIED',
  allowed: 'DMI-ALLOWED',
  prohibited: 'DMI-PROHIBITED',
  'prohibited-ai-training': 'DMI-PROHIBITED-AIMLTRAINING',
  'prohibited-generative-ai-training': 'DMI-PROHIBITED-GENAIMLTRAINING',
  'prohibited-except-search': 'DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING',
  'prohibited-see-terms': 'DMI-PROHIBITED-SEECONSTRAINT',
} as const;

export type DataMining = keyof typeof DATA_MINING;

/** Rights: holder and permitted uses. Absent fields are taken from the section and then from the publication. */
export const rightsSchema = z.strictObject({
  holder: line(300).optional().describe('Copyright holder; the publication if absent'),
  holderUrl: url.optional().describe('Page of the holder'),
  year: z.int().min(1800).max(2200).optional().describe('Copyright year; that of publication if absent'),
  notice: line(500).optional().describe('The full copyright notice; derived from year and holder if absent'),
  usageTerms: text(4000).optional().describe('Permitted uses, in words'),
  translations: z
    .record(language, z.strictObject({ notice: line(500).optional(), usageTerms: text(4000).optional() }))
    .optional()
    .describe('Notice and terms in other languages, by language tag'),
  licence: url.optional().describe('The address of the licence'),
  acquire: url.optional().describe('Address for obtaining a licence'),
  dataMining: z
    .enum(Object.keys(DATA_MINING) as [DataMining, ...DataMining[]])
    .optional()
    .describe('Permission for text and data mining (PLUS vocabulary)'),
  endsAt: instant.optional().describe('End of the right to show the story'),
  destinations: z
    .array(slug)
    .min(1, 'is empty: name a destination, or withhold the story')
    .max(100)
    .optional()
    .describe(
      'Where it may go: `web`, `feeds`, `platforms`, `partners`, and keys of single partners; everywhere if absent',
    ),
  excluded: z
    .array(slug)
    .min(1, 'is empty: leave it out')
    .max(100)
    .optional()
    .describe('Where it may not go, by the same names'),
});
export type Rights = z.output<typeof rightsSchema>;

/** IPTC digital source types that are in use (http://cv.iptc.org/newscodes/digitalsourcetype/). */
export const DIGITAL_SOURCE_TYPES = [
  'algorithmicMedia',
  'algorithmicallyEnhanced',
  'composite',
  'compositeCapture',
  'compositeSynthetic',
  'compositeWithTrainedAlgorithmicMedia',
  'computationalCapture',
  'dataDrivenMedia',
  'digitalCapture',
  'digitalCreation',
  'humanEdits',
  'negativeFilm',
  'positiveFilm',
  'print',
  'screenCapture',
  'trainedAlgorithmicMedia',
  'virtualRecording',
] as const;

/** The types of content that was made with a trained model, in whole or in part. */
const AI_TYPES: ReadonlySet<string> = new Set(['trainedAlgorithmicMedia', 'compositeWithTrainedAlgorithmicMedia']);

/** True for a text that was made with AI. */
export function isMadeWithAi({
  digitalSourceType: type,
}: {
  readonly digitalSourceType?: DigitalSourceType | undefined;
}): boolean {
  return type !== undefined && AI_TYPES.has(type);
}

export const digitalSourceType = z.enum(DIGITAL_SOURCE_TYPES);
export type DigitalSourceType = z.output<typeof digitalSourceType>;
