import { z } from 'zod';
import { email, line, slug, url } from './fields.ts';

/**
 * Roles of people and organisations in the making of a story: codes of IPTC's content production party roles
 * (http://cv.iptc.org/newscodes/contentprodpartyrole/).
 */
export const PARTY_ROLES = [
  'author',
  'cameraOperator',
  'contentEditor',
  'contentSource',
  'correspondent',
  'descWriter',
  'distributor',
  'editor',
  'factChecker',
  'genAIPromptWriter',
  'imgSupplier',
  'interviewee',
  'mediaOffice',
  'metadataEditor',
  'origcont',
  'originfo',
  'producer',
  'spokesperson',
] as const;

/** A person or organisation that made the story or a part of it. */
export const partySchema = z.strictObject({
  kind: z.enum(['person', 'organisation']).default('person').describe('Whether the name is a person or a desk'),
  name: line(200).describe('The name alone: no title, no "by"'),
  role: z.enum(PARTY_ROLES).default('author').describe('Role in the making of the story (IPTC)'),
  staff: slug.optional().describe('The key of a member of staff in publication.yaml, whose page this is'),
  jobTitle: line(200).optional().describe('Title or position'),
  url: url.optional().describe('A page about this person or organisation'),
  email: email.optional().describe('Public e-mail address'),
  sameAs: z.array(url).max(20).default([]).describe('Profiles elsewhere'),
});
export type Party = z.output<typeof partySchema>;

/** A source of facts: an agency, a document, a witness. */
export const sourceSchema = z.strictObject({
  name: line(300).describe('Name of the source'),
  url: url.optional().describe('Its address'),
  role: z.enum(PARTY_ROLES).default('originfo').describe('Its role (IPTC)'),
});
export type Source = z.output<typeof sourceSchema>;
