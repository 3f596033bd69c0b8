import { z } from 'zod';
import { cleanLine, cleanText, isCleanText } from '../text/clean.ts';
import { type Instant, parseInstant } from '../text/instant.ts';
import { canonicalLanguage } from '../text/language.ts';
import { httpUrl } from '../text/url.ts';

/** Field types of the model. Each cleans its input and has its own message. */

/** Creates the type of one line of text, cleaned, never empty. */
export function line(longest: number) {
  return z
    .string()
    .overwrite(cleanLine)
    .min(1, 'is empty: write it, or leave the field out')
    .max(longest, `is longer than ${longest} characters`);
}

/** Creates the type of several lines of text, cleaned, never empty. */
export function text(longest: number) {
  return z
    .string()
    .overwrite((written) => cleanText(written).trim())
    .min(1, 'is empty: write it, or leave the field out')
    .max(longest, `is longer than ${longest} characters`);
}

/** An absolute http(s) address in its normal form. */
export const url = z
  .string()
  .max(2048, 'is longer than 2048 characters')
  .overwrite((written) => httpUrl(written) ?? written)
  .refine((written) => httpUrl(written) === written, 'is not an absolute http or https address');

/** The address of a file: absolute, or a path of this site such as `/media/harbour-16x9.jpg`. */
export const fileAddress = z
  .string()
  .max(2048, 'is longer than 2048 characters')
  .refine(
    (written) => httpUrl(written) === written || /^\/media\/[\w][\w.-]*(\/[\w][\w.-]*)*$/.test(written),
    'is neither an absolute http or https address nor a path below /media/',
  );

/** A date and time: RFC 3339 with an offset. Stored in UTC to the second. */
export const instant = z
  .string()
  .overwrite((written) => parseInstant(written) ?? written)
  .refine(
    (written): written is Instant => parseInstant(written) === written,
    'is not a time: write it like 2026-03-02T09:00:00+01:00, with a date that exists and an offset',
  )
  .meta({ format: 'date-time' }) as unknown as z.ZodType<Instant, string>;

/** A BCP 47 language tag that CLDR lists. */
export const language = z
  .string()
  .overwrite((written) => canonicalLanguage(written) ?? written)
  .refine((written) => canonicalLanguage(written) === written, 'is not a language tag such as en, en-GB or ar');

/** A name in an address: of a story, a section or a person. */
export const slug = z
  .string()
  .max(80, 'is longer than 80 characters')
  .regex(
    /^[a-z0-9]+(-[a-z0-9]+)*$/,
    'is not a slug: lower-case letters a to z and digits, in groups joined by single hyphens',
  );

/** An identifier that is compared character by character and never changed: any text without white space. */
export const opaqueId = z
  .string()
  .min(1, 'is empty')
  .max(1024, 'is longer than 1024 characters')
  .refine(
    (id) => isCleanText(id) && !/[\p{White_Space}\p{Cc}]/u.test(id),
    'contains white space or control characters: remove them',
  );

/** A media type of RFC 6838, such as `image/jpeg`. */
export const mediaType = z
  .string()
  .regex(
    /^(image|video|audio|text|application)\/[a-z0-9][a-z0-9.+-]{0,80}$/,
    'is not a media type: write one such as image/jpeg',
  );

/** An e-mail address. */
export const email = z.email('is not an e-mail address: write one such as desk@example.com');
