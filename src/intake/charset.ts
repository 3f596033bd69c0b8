import chardet from 'chardet';

/** Below this confidence, of 100, a statistical guess is not used. */
const MIN_CONFIDENCE = 40;

/** Largest part of a text that is looked at, in bytes. */
const SAMPLE_BYTES = 100_000;

/** Characters above ASCII in text of Western Europe. */
const WESTERN = /^[\u00A0£§©«®°·»½¿¡À-ÖØ-öø-ÿŒœŠšŽžŸ€–—‘’‚“”„†•…‰‹›™]*$/u;

/** Largest share of such characters in it. */
const MAX_WESTERN_SHARE = 0.25;

/**
 * Detects the character encoding of text that states none and is not UTF-8.
 * @returns a label of the Encoding Standard; `undefined` where the text could be in several encodings
 */
export function detectedCharset(bytes: Uint8Array): string | undefined {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const [best] = chardet.analyse(sample);
  const label = best === undefined ? undefined : labelOf(best.name);
  if (best !== undefined && label !== undefined && label !== 'windows-1252' && best.confidence >= MIN_CONFIDENCE) {
    return label;
  }
  return isWestern(sample) ? 'windows-1252' : undefined;
}

/** Returns the label of an encoding that this system decodes. */
function labelOf(name: string): string | undefined {
  try {
    return new TextDecoder(name).encoding;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function isWestern(bytes: Uint8Array): boolean {
  const text = new TextDecoder('windows-1252').decode(bytes);
  const above = text.replace(/[\u0000-\u007F]/g, '');
  return above.length <= text.length * MAX_WESTERN_SHARE && WESTERN.test(above);
}
