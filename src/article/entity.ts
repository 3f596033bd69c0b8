import { z } from 'zod';
import { instant, line, url } from './fields.ts';

/** Fields of every person, organisation, place and event that a story is about or mentions. */
const entity = {
  name: line(300).describe('Its name'),
  sameAs: z
    .array(url)
    .max(20)
    .default([])
    .describe('Addresses that identify it, Wikidata first: the first one identifies it in NewsML-G2'),
  about: z.boolean().default(false).describe('True if the story is about it, false if it is mentioned'),
};

export const personSchema = z.strictObject({ ...entity, jobTitle: line(300).optional().describe('Title or position') });
export const organisationSchema = z.strictObject({
  ...entity,
  url: url.optional().describe('Its site'),
});
export const placeSchema = z.strictObject({
  ...entity,
  latitude: z.number().min(-90).max(90).optional().describe('In degrees (WGS 84)'),
  longitude: z.number().min(-180).max(180).optional().describe('In degrees (WGS 84)'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'is not a country code of ISO 3166-1 such as SY')
    .optional()
    .describe('Country code (ISO 3166-1)'),
});
export const eventSchema = z.strictObject({
  ...entity,
  starts: instant.optional().describe('Its start'),
  ends: instant.optional().describe('Its end'),
});

export type Person = z.output<typeof personSchema>;
export type Organisation = z.output<typeof organisationSchema>;
export type Place = z.output<typeof placeSchema>;
export type NewsEvent = z.output<typeof eventSchema>;
export type Entity = Person | Organisation | Place | NewsEvent;
